import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { readAddress } from "@/lib/mail/address";
import { WRITTEN_PRIORITY } from "@/lib/mail/states";
import { writeMail } from "@/lib/mail/write-mail";
import { DAY } from "@/lib/time/durations";
import { CHECK_VALID, checkedAddress, isChecked } from "./checked-address";
import { LETTERS_LEAVE } from "./letter-campaigns";
import { moveLetter } from "./move-letter";
import { nextTurn, openMoment, type Pace } from "./pace";
import { enterQueue } from "./queue-letter";
import { LEFT_STATES } from "./states";

export type DispatchContext = { pool: pg.Pool; keys: KeyRing; clock: () => Date; random?: () => number };

type Gate = Pace & { address: string; next_at: Date };
type Letter = { id: string; target_id: string; language: string };

const ACTOR = "system:letters";

/**
 * Gives letters their turn: for each office whose moment has come, one letter goes into the outbox, and the next moment is
 * set by the office's pace. Letters wait in their queue while their office's check is too old. Ends when no office is due, or
 * `signal` says so. Any number of workers may; who holds an office's gate alone decides there. Returns how many letters
 * were sent on their way.
 */
export async function dispatchLetters(context: DispatchContext, signal?: AbortSignal): Promise<number> {
  let sent = 0;
  const leftOut: string[] = [];
  for (;;) {
    if (signal?.aborted) return sent;
    const done = await inTransaction(context.pool, (client) => dispatchOne(client, context, leftOut));
    if (done === "nothing") return sent;
    if (done === "sent") sent += 1;
  }
}

async function dispatchOne(
  client: pg.PoolClient,
  { keys, clock, random = Math.random }: DispatchContext,
  leftOut: string[],
): Promise<"sent" | "moved" | "nothing"> {
  const now = clock();
  const gate = await lockGate(client, now, leftOut);
  if (!gate) return "nothing";
  const open = openMoment(gate, now, random());
  if (open > now) return await moveGate(client, gate, open);
  const letter = await nextLetter(client, gate, now);
  const checked = letter && (await checkedAddress(client, letter.target_id, now));
  if (!letter || !checked?.ok) {
    // Somebody else holds all that wait, or the address is none any more: this office waits for the next pass, and no other.
    leftOut.push(gate.address);
    return "moved";
  }
  if (checked.gate !== gate.address) {
    await enterQueue(client, { id: letter.id, targetId: letter.target_id, now, gate: checked.gate });
    return "moved";
  }
  await send(client, { keys, now }, letter, checked.address);
  await moveGate(client, gate, nextTurn(gate, { due: gate.next_at, now }, random()));
  return "sent";
}

/**
 * An office whose moment has come and for which a letter waits that may leave. Foreign keys of letters that are queued
 * meanwhile do not wait for this lock; freezing does.
 */
async function lockGate(
  client: pg.PoolClient,
  now: Date,
  leftOut: readonly string[],
): Promise<Gate | undefined> {
  const { rows } = await client.query<Gate>(
    `SELECT g.address, g.per_hour, g.hours, g.time_zone, g.next_at FROM office_gate g
     WHERE g.next_at <= $1 AND g.frozen_at IS NULL AND g.paused_at IS NULL AND g.address <> ALL ($3) AND EXISTS (${waitingAt("g.address", "$2")})
     ORDER BY g.next_at LIMIT 1 FOR NO KEY UPDATE OF g SKIP LOCKED`,
    [now, checkedSince(now), leftOut],
  );
  return rows[0];
}

/** SQL for the offices, as their campaigns call them, of which letters at a gate may leave: asked per office, not per letter. */
function waitingAt(address: string, since: string): string {
  return `SELECT w.campaign_id, w.target_id
     FROM (SELECT DISTINCT campaign_id, target_id FROM letter WHERE office = ${address} AND state = 'queued') AS w
     JOIN campaign c ON c.id = w.campaign_id WHERE ${LETTERS_LEAVE} AND ${isChecked("w.target_id", since)}`;
}

const checkedSince = (now: Date) => new Date(now.getTime() - CHECK_VALID);

async function moveGate(client: pg.PoolClient, { address }: Gate, nextAt: Date): Promise<"moved"> {
  await client.query("UPDATE office_gate SET next_at = $2 WHERE address = $1", [address, nextAt]);
  return "moved";
}

/**
 * Whose turn it is: of the campaign whose last letter to this office left longest ago; of it the writer who had the fewest
 * letters leave within a day; then whoever waits longest. A letter that leaves now is not withdrawn in between: its row is held.
 * One whose row somebody else holds is passed over, with its campaign's turn.
 */
async function nextLetter(client: pg.PoolClient, { address }: Gate, now: Date): Promise<Letter | undefined> {
  const { rows } = await client.query<Letter>(
    `WITH waiting AS (
       ${waitingAt("$1", "$4")}
     ), turns AS (
       SELECT w.campaign_id, last.at FROM (SELECT DISTINCT campaign_id FROM waiting) AS w LEFT JOIN LATERAL (
         SELECT max(coalesce(o.left_at, o.state_at)) AS at FROM letter o
         WHERE o.office = $1 AND o.campaign_id = w.campaign_id AND o.state = ANY ($2)
       ) AS last ON true
     ), lately AS (
       SELECT email_hash, count(*) AS letters FROM letter
       WHERE state = ANY ($2) AND coalesce(left_at, state_at) > $3 AND email_hash IS NOT NULL GROUP BY email_hash
     )
     SELECT l.id, l.target_id, l.language FROM letter l JOIN turns USING (campaign_id) JOIN waiting USING (campaign_id, target_id)
     LEFT JOIN lately USING (email_hash)
     WHERE l.office = $1 AND l.state = 'queued'
     ORDER BY turns.at NULLS FIRST, campaign_id, coalesce(lately.letters, 0), l.queued_at, l.id LIMIT 1 FOR UPDATE OF l SKIP LOCKED`,
    [address, [...LEFT_STATES, "leaving"], new Date(now.getTime() - DAY), checkedSince(now)],
  );
  return rows[0];
}

async function send(
  client: pg.PoolClient,
  context: { keys: KeyRing; now: Date },
  { id, language }: Letter,
  address: string,
): Promise<void> {
  const read = readAddress(address);
  if (!read.ok) throw new Error(`a checked address cannot be read: ${read.problem}`);
  const mail = { kind: "letter", priority: WRITTEN_PRIORITY, subjectId: id, locale: language } as const;
  const mailId = await writeMail(client, context, { ...mail, to: read.address });
  await client.query("UPDATE letter SET mail_id = $2 WHERE id = $1", [id, mailId]);
  await moveLetter(client, { id, move: "leave", actor: ACTOR, now: context.now });
}
