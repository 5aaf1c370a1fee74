import type pg from "pg";
import { checkedAddress } from "./checked-address";
import { holdLetter, moveLetter } from "./move-letter";

type Queueing = { id: string; targetId: string; actor: string; now: Date };

/**
 * Puts a letter that may leave into its office's queue, within the caller's transaction, which holds its row. The address
 * is that of a check that is valid now; without one the letter is held, for a person to check. Returns where it stands,
 * or null where it was in no state to be queued.
 */
export async function queueLetter(
  client: pg.PoolClient,
  { id, targetId, actor, now }: Queueing,
): Promise<"queued" | "held" | null> {
  const checked = await checkedAddress(client, targetId, now);
  if (!checked.ok)
    return (await holdLetter(client, { id, actor, now, heldFor: "address", note: checked.why }))
      ? "held"
      : null;
  // Checking an address makes its gate; one that lost it, in a restore of parts, gets the pace of a new one.
  await client.query(
    `INSERT INTO office_gate (address, time_zone, next_at) SELECT $1, time_zone, $3 FROM target WHERE id = $2 ON CONFLICT DO NOTHING`,
    [checked.gate, targetId, now],
  );
  await client.query("UPDATE letter SET office = $2, queued_at = coalesce(queued_at, $3) WHERE id = $1", [
    id,
    checked.gate,
    now,
  ]);
  return (await moveLetter(client, { id, move: "queue", actor, now })) ? "queued" : null;
}
