import type pg from "pg";
import { checkedAddress } from "./checked-address";
import { holdLetter, moveLetter } from "./move-letter";

type Queueing = { id: string; targetId: string; actor: string; now: Date };

/**
 * Puts a letter that may leave into its office's queue, within the caller's transaction, which holds its row. The address
 * is that of a check that is valid now; without one the letter is held, until there is one. Returns where it stands,
 * or null where it was in no state to be queued.
 */
export async function queueLetter(
  client: pg.PoolClient,
  { id, targetId, actor, now }: Queueing,
): Promise<"queued" | "held" | null> {
  const checked = await currentAddress(client, targetId, now);
  if (!checked.ok)
    return (await holdLetter(client, { id, actor, now, heldFor: "address", note: checked.why }))
      ? "held"
      : null;
  await enterQueue(client, { id, targetId, now, gate: checked.gate });
  return (await moveLetter(client, { id, move: "queue", actor, now })) ? "queued" : null;
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
  const checked = await currentAddress(client, targetId, now);
  if (checked.ok) await enterQueue(client, { id, targetId, now, gate: checked.gate });
  return true;
}

/**
 * A check that is being written waits until what was queued by the one before is committed, and carries it along
 * (requeue-letters.ts); else a letter could stay in the queue of an address that nobody uses any more.
 */
async function currentAddress(client: pg.PoolClient, targetId: string, now: Date) {
  await client.query("SELECT FROM target WHERE id = $1 FOR SHARE", [targetId]);
  return await checkedAddress(client, targetId, now);
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
