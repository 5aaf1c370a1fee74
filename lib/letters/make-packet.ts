import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { undrawable } from "./break-lines";
import { isCorrected } from "./claim-corrections";
import { holdLetter, noteLetter } from "./move-letter";
import { type CarriedLetter, waitingLetters } from "./packet-queries";

export type PacketDesk = { pool: pg.Pool; keys: KeyRing; actor: string; now: Date };
export type MadePacket =
  | { ok: true; id: string; letters: number }
  | { ok: false; reason: "unknown-target" | "nothing-waits" | "long-addressee" };

/** About a box of paper, and a file that a printer takes. */
export const MOST_LETTERS = 500;
const LONGEST_ADDRESSEE = 200;

/**
 * Puts the letters that wait to be carried to an office into a packet, oldest first, and says so in each one's history.
 * Letters whose characters cannot be printed stay behind, for a person to ask their writers; those that cite what was
 * corrected since are held. In one transaction: two
 * packets never hold one letter. Refuses an unknown office, a packet without letters, and an addressee of more than 200
 * characters. The caller has asked whether the actor may.
 */
export async function makePacket(
  { pool, keys, actor, now }: PacketDesk,
  { campaign, target, addressee }: { campaign: string; target: string; addressee: string | null },
): Promise<MadePacket> {
  if ((addressee?.length ?? 0) > LONGEST_ADDRESSEE) return { ok: false, reason: "long-addressee" };
  return await inTransaction(pool, async (client) => {
    const place = await placeOf(client, campaign, target);
    if (!place) return { ok: false, reason: "unknown-target" };
    const waiting = await waitingLetters(client, keys, { target: place.target_id, until: now, hold: true });
    const printable = waiting.filter((letter) => cannotPrint(letter).length === 0);
    const letters = await withoutCorrected(client, printable, now);
    if (letters.length === 0) return { ok: false, reason: "nothing-waits" };
    const id = randomUUID();
    await client.query(
      `INSERT INTO letter_packet (id, campaign_id, target_id, addressee, letter_count, printed_letters, made_at, made_by, state, state_at)
       VALUES ($1, $2, $3, $4, $5, $5, $6, $7, 'made', $6)`,
      [id, place.campaign_id, place.target_id, addressee, letters.length, now, actor],
    );
    await client.query("UPDATE letter SET packet_id = $2 WHERE id = ANY ($1)", [
      letters.map((each) => each.id),
      id,
    ]);
    for (const letter of letters) await noteLetter(client, { id: letter.id, kind: "packed", actor, now });
    await audit(client, {
      action: "make-packet",
      actor,
      now,
      packet: id,
      campaign: place.campaign_id,
      letters: letters.length,
    });
    return { ok: true, id, letters: letters.length };
  });
}

/** Up to MOST_LETTERS that may be carried; somebody looks at the others first. */
async function withoutCorrected(client: pg.PoolClient, letters: CarriedLetter[], now: Date) {
  const kept: CarriedLetter[] = [];
  for (const letter of letters) {
    if (kept.length === MOST_LETTERS) break;
    if (!(await isCorrected(client, letter))) kept.push(letter);
    else await holdLetter(client, { id: letter.id, actor: "system:letters", now, heldFor: "corrected" });
  }
  return kept;
}

/** What of a letter no font of ours has. */
export function cannotPrint({ subject, text, notes, language }: CarriedLetter): string[] {
  return undrawable([subject, text, ...notes], language);
}

async function placeOf(
  client: pg.PoolClient,
  campaign: string,
  target: string,
): Promise<{ campaign_id: string; target_id: string } | undefined> {
  const { rows } = await client.query<{ campaign_id: string; target_id: string }>(
    `SELECT c.id AS campaign_id, t.id AS target_id FROM target t JOIN campaign c ON c.id = t.campaign_id
     WHERE c.slug = $1 AND t.key = $2 AND t.kind <> 'none'`,
    [campaign, target],
  );
  return rows[0];
}

type Audited = {
  action: string;
  actor: string;
  now: Date;
  packet: string;
  campaign: string;
  letters: number;
};

/** Whoever makes or prints a packet reads letters: that is written down, with how many, and none of their words. */
export async function audit(client: Pick<pg.PoolClient, "query">, entry: Audited): Promise<void> {
  const { action, actor, now, packet, campaign, letters } = entry;
  await client.query(
    `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
     VALUES ($1, $2, $3, 'letter_packet', $4, $5, '{name,subject,body}', $6)`,
    [now, actor, action, packet, campaign, JSON.stringify({ letters })],
  );
}
