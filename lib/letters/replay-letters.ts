import type pg from "pg";
import type { JournalLine } from "@/lib/db/journal-files";
import { inTransaction } from "@/lib/db/transaction";
import { deleteDraft, eraseLetterRow } from "./destroy-letter";
import { holdLetter, moveLetter, noteLetter } from "./move-letter";
import { lockLetter } from "./on-own-letter";
import { mayMove } from "./states";

/** `erased`: letters; `hidden`: answers; `held`: letters of which nobody knows whether they have left; `drafts`: deleted. */
export type SettledLetters = { erased: number; hidden: number; held: number; drafts: number };
type Context = { pool: pg.Pool; now: Date };

const ACTOR = "system:restore";

/**
 * Makes letters of a restored database fit: none leaves twice. Drafts are deleted, for a yes that came after the backup
 * may have sent one. What waited for its turn, for a person or for a packet, or was on its way, is held for a person: it may
 * have been released, or packed, since. (What was in a packet is settled with it.) Then what was erased, withdrawn or hidden
 * since is so again, by the journal. Ids that the backup does not know are skipped.
 */
export async function settleLetters({ pool, now }: Context, lines: JournalLine[]): Promise<SettledLetters> {
  const done: SettledLetters = { erased: 0, hidden: 0, held: 0, drafts: 0 };
  for (const id of await idsWhere(pool, "state = 'draft'"))
    done.drafts += await inTransaction(pool, (client) => drop(client, id));
  for (const id of await idsWhere(pool, MAY_HAVE_LEFT))
    done.held += await inTransaction(pool, (client) => hold(client, id, now));
  for (const { id } of lines.filter(({ kind }) => kind === "erase"))
    done.erased += await inTransaction(pool, (client) => erase(client, id, now));
  done.hidden = await hideReplies(pool, lines);
  return done;
}

const MAY_HAVE_LEFT = `state IN ('queued', 'leaving') OR (state = 'held' AND held_for <> 'restored')
  OR (state = 'confirmed' AND packet_id IS NULL)`;

async function idsWhere(pool: pg.Pool, condition: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM letter WHERE ${condition}`);
  return rows.map(({ id }) => id);
}

async function drop(client: pg.PoolClient, id: string): Promise<number> {
  await deleteDraft(client, id);
  return 1;
}

async function hold(client: pg.PoolClient, id: string, now: Date): Promise<number> {
  const { rowCount } = await client.query(
    "UPDATE letter SET held_for = 'restored' WHERE id = $1 AND state = 'held'",
    [id],
  );
  if (rowCount === 1) {
    await noteLetter(client, { id, kind: "held", actor: ACTOR, now, note: "restored" });
    return 1;
  }
  await moveLetter(client, { id, move: "take-back", actor: ACTOR, now });
  await client.query("UPDATE letter SET mail_id = NULL WHERE id = $1", [id]);
  return (await holdLetter(client, { id, actor: ACTOR, now, heldFor: "restored" })) ? 1 : 0;
}

/** A withdrawal is journaled as an erasure, for it destroys as much. */
async function erase(client: pg.PoolClient, id: string, now: Date): Promise<number> {
  const letter = await lockLetter(client, id);
  if (!letter || letter.erased_at) return 0;
  if (mayMove(letter.state, "withdraw"))
    await moveLetter(client, { id, move: "withdraw", actor: ACTOR, now });
  await eraseLetterRow(client, id, now);
  return 1;
}

async function hideReplies(pool: pg.Pool, lines: JournalLine[]): Promise<number> {
  const { rowCount } = await pool.query(
    "UPDATE letter_reply SET moderation = 'hidden', shown_text = NULL WHERE id = ANY ($1::uuid[]) AND moderation = 'shown'",
    [lines.filter(({ kind }) => kind === "hide-reply").map(({ id }) => id)],
  );
  return rowCount ?? 0;
}
