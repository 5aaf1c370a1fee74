import type pg from "pg";
import { gateOf } from "./checked-address";
import { moveLetter } from "./move-letter";

type Queueing = { id: string; targetId: string; actor: string; now: Date };

/**
 * Puts a letter that may leave into its office's queue, within the caller's transaction, which holds its row: that of the
 * address that was found last. Whether it may be sent to there is asked when its turn comes. Returns whether it was in a state
 * to be queued.
 */
export async function queueLetter(
  client: pg.PoolClient,
  { id, targetId, actor, now }: Queueing,
): Promise<boolean> {
  await enterQueue(client, { id, targetId, now, gate: await lastGate(client, targetId) });
  return await moveLetter(client, { id, move: "queue", actor, now });
}

/**
 * Brings a letter back into the queue whose mail surely has not left: that of the address its office has by now. Within the
 * caller's transaction, which holds its row. Returns whether it was on its way.
 */
export async function takeBackLetter(
  client: pg.PoolClient,
  { id, targetId, actor, now, note }: Queueing & { note: string | undefined },
): Promise<boolean> {
  if (!(await moveLetter(client, { id, move: "take-back", actor, now, note }))) return false;
  await client.query("UPDATE letter SET mail_id = NULL WHERE id = $1", [id]);
  await enterQueue(client, { id, targetId, now, gate: await lastGate(client, targetId) });
  return true;
}

/**
 * A check that is being written waits until what was queued by the one before is committed, and carries it along
 * (check-target.ts); else a letter could stay in the queue of an address that nobody uses any more.
 */
async function lastGate(client: pg.PoolClient, targetId: string): Promise<string> {
  await client.query("SELECT FROM target WHERE id = $1 FOR SHARE", [targetId]);
  const { rows } = await client.query<{ email: string }>(
    "SELECT email FROM target_check WHERE target_id = $1 AND email IS NOT NULL ORDER BY checked_at DESC, id DESC LIMIT 1",
    [targetId],
  );
  const [found] = rows;
  if (!found) throw new Error("a letter is queued for an office of which no address was ever found");
  // One that is no address by now: nothing leaves there either.
  return gateOf(found.email) ?? found.email;
}

/** A letter waits at a gate; as long as it waits, its first moment counts. */
export async function enterQueue(
  client: pg.PoolClient,
  { id, targetId, gate, now }: Omit<Queueing, "actor"> & { gate: string },
): Promise<void> {
  // Checking an address makes its gate; one that lost it, in a restore of parts, gets the pace of a new one.
  await client.query(
    `INSERT INTO office_gate (address, time_zone, next_at) SELECT $1, time_zone, $3 FROM target WHERE id = $2 ON CONFLICT DO NOTHING`,
    [gate, targetId, now],
  );
  await client.query("UPDATE letter SET office = $2, queued_at = coalesce(queued_at, $3) WHERE id = $1", [
    id,
    gate,
    now,
  ]);
}
