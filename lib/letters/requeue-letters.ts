import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { checkedAddress } from "./checked-address";
import { queueLetter } from "./queue-letter";

/**
 * Lets letters that wait for an office go to the address that its newest check gives: those in the queue of another
 * address, and those that were held for want of one. For whoever has written a check, after it is committed: what is
 * queued meanwhile by the one before is waited for. Returns how many letters it moved.
 */
export async function requeueLetters(
  pool: pg.Pool,
  { targetId, actor, now }: { targetId: string; actor: string; now: Date },
): Promise<number> {
  return await inTransaction(pool, async (client) => {
    await client.query("SELECT FROM target WHERE id = $1 FOR NO KEY UPDATE", [targetId]);
    const checked = await checkedAddress(client, targetId, now);
    if (!checked.ok) return 0;
    const { rowCount } = await client.query(
      "UPDATE letter SET office = $2 WHERE target_id = $1 AND state = 'queued' AND office <> $2",
      [targetId, checked.gate],
    );
    let moved = rowCount ?? 0;
    for (const id of await heldForAddress(client, targetId))
      if ((await queueLetter(client, { id, targetId, actor, now })) === "queued") moved += 1;
    return moved;
  });
}

/** What somebody decides about in this moment is theirs. */
async function heldForAddress(client: pg.PoolClient, targetId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM letter WHERE target_id = $1 AND state = 'held' AND held_for = 'address' ORDER BY id FOR UPDATE SKIP LOCKED",
    [targetId],
  );
  return rows.map(({ id }) => id);
}
