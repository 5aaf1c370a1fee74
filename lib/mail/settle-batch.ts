import { randomUUID } from "node:crypto";
import type pg from "pg";
import { MINUTE } from "@/lib/time/durations";
import type { Batch } from "./batches";
import type { Outcome } from "./provider-answer";

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5 * MINUTE;

/** How long a batch waits after its nth attempt: doubling, with a quarter of chance, so that workers spread. Milliseconds. */
export function pauseAfter(attempts: number, random = Math.random()): number {
  const grown = FIRST_PAUSE * 2 ** Math.min(Math.max(0, attempts - 1), 20);
  return Math.min(grown, LONGEST_PAUSE) * (0.75 + random / 2);
}

/** The provider has answered: each member is sent or refused, its address and text are forgotten, the batch is gone. */
export async function settleTaken(
  client: pg.PoolClient,
  batch: Batch,
  outcomes: Outcome[],
  now: Date,
): Promise<{ sent: number; failed: number; providerIds: string[] }> {
  const states = outcomes.map(stateOf);
  const ids = outcomes.map((outcome) => ("refused" in outcome ? null : outcome.id));
  const notes = outcomes.map((outcome) => {
    if ("refused" in outcome) return outcome.refused;
    return outcome.id ? null : "the provider's answer has no id for it";
  });
  await endBatch(client, batch, states, ids, notes, now);
  const count = (state: string) => states.filter((one) => one === state).length;
  return { sent: count("sent"), failed: count("failed"), providerIds: ids.filter((id) => id !== null) };
}

/** What has no id in an answer that said yes may have been sent, and nobody will hear of it again. */
function stateOf(outcome: Outcome): "failed" | "sent" | "doubt" {
  if ("refused" in outcome) return "failed";
  return outcome.id ? "sent" : "doubt";
}

/** All members end in one state, for the same reason. */
export async function settleAll(
  client: pg.PoolClient,
  batch: Batch,
  state: "failed" | "doubt",
  note: string,
  now: Date,
): Promise<void> {
  const all = <T>(value: T) => batch.members.map(() => value);
  await endBatch(client, batch, all(state), all(null), all(note), now);
}

/** A refused mail does not count for the limit per address; one in doubt does. */
async function endBatch(
  client: pg.PoolClient,
  batch: Batch,
  states: string[],
  providerIds: (string | null)[],
  notes: (string | null)[],
  now: Date,
): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM mail_batch WHERE id = $1 RETURNING attempts)
     UPDATE outbox_mail m SET state = o.state, provider_id = o.provider_id, note = o.note, attempts = m.attempts + gone.attempts,
       sent_at = CASE o.state WHEN 'sent' THEN $6::timestamptz WHEN 'doubt' THEN m.sent_at END,
       rendered_enc = NULL, address_enc = NULL, payload_enc = NULL
     FROM gone, unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS o(id, state, provider_id, note)
     WHERE m.id = o.id AND m.state = 'batched'`,
    [batch.id, batch.members, states, providerIds, notes, now],
  );
}

/** The provider surely does not have it: its mails wait again and are checked and composed anew. */
export async function dissolveBatch(client: pg.PoolClient, batch: Batch): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM mail_batch WHERE id = $1 RETURNING attempts)
     UPDATE outbox_mail m SET state = 'waiting', rendered_enc = NULL, sent_at = NULL, attempts = least(m.attempts + gone.attempts, 30000)
     FROM gone WHERE m.id = ANY ($2) AND m.state = 'batched'`,
    [batch.id, batch.members],
  );
}

/** Something in it is refused and the provider does not say what: each half is tried by itself, under a key of its own. */
export async function splitBatch(client: pg.PoolClient, batch: Batch, now: Date): Promise<void> {
  const middle = Math.ceil(batch.members.length / 2);
  const halves = [batch.members.slice(0, middle), batch.members.slice(middle)];
  await client.query(
    `WITH gone AS (DELETE FROM mail_batch WHERE id = $1 RETURNING priority, attempts)
     INSERT INTO mail_batch (id, members, priority, created_at, next_attempt_at, attempts)
     SELECT o.id, ARRAY(SELECT jsonb_array_elements_text(o.members)::uuid), gone.priority, $3, $3, gone.attempts
     FROM gone, jsonb_to_recordset($2::jsonb) AS o(id uuid, members jsonb)`,
    [batch.id, JSON.stringify(halves.map((members) => ({ id: randomUUID(), members }))), now],
  );
}

/** Nobody knows whether the provider has it: the same request again, later. */
export async function repeatLater(
  client: pg.PoolClient,
  batch: Batch,
  { note, wait }: { note: string; wait: number },
  now: Date,
): Promise<void> {
  await client.query("UPDATE mail_batch SET next_attempt_at = $2, note = $3 WHERE id = $1", [
    batch.id,
    new Date(now.getTime() + wait),
    note,
  ]);
}

/** The attempt that was written down was not made: its turn did not come. */
export async function takeBackAttempt(client: pg.PoolClient, batch: Batch): Promise<void> {
  await client.query("UPDATE mail_batch SET attempts = $2, in_doubt_since = $3, account = $4 WHERE id = $1", [
    batch.id,
    batch.attempts,
    batch.inDoubtSince,
    batch.account,
  ]);
}

/** As `repeatLater`, but this attempt surely did not reach anybody: what was in doubt before stays so, no more. */
export async function tryLater(
  client: pg.PoolClient,
  batch: Batch,
  { note, wait }: { note: string; wait: number },
  now: Date,
): Promise<void> {
  await client.query(
    "UPDATE mail_batch SET next_attempt_at = $2, note = $3, in_doubt_since = $4 WHERE id = $1",
    [batch.id, new Date(now.getTime() + wait), note, batch.inDoubtSince],
  );
}
