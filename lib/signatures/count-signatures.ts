import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";

/** PostgreSQL advisory lock of everything that writes counts: one pass at a time, across all workers. */
export const COUNTING_LOCK = 0x76_69_67_01;

/** Entries taken in one transaction, so that a backlog never makes a long one. */
const LARGEST_PASS = 20_000;

export type CountingPassResult = { ran: boolean; added: number; more: boolean };

/**
 * One counting pass: takes the entries that are due, adds them to the totals and to the cells per country and
 * hour, and says as of when. An entry is deleted in the transaction that adds it, so nothing is added twice and
 * nothing is missed, however late its transaction committed. The cost depends on what is due, not on how many
 * have signed. Takes a pool and now. Returns ran = false where another worker is counting.
 */
export function countSignatures(pool: pg.Pool, now: Date): Promise<CountingPassResult> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS locked",
      [COUNTING_LOCK],
    );
    if (!rows[0]?.locked) return { ran: false, added: 0, more: false };
    const added = await addDueEntries(client, now);
    return { ran: true, added, more: added === LARGEST_PASS };
  });
}

/** "ZZ" is ISO 3166's user-assigned code that CLDR uses for an unknown region. */
const ADD = `
WITH due AS (
  DELETE FROM count_entry WHERE id IN (SELECT id FROM count_entry WHERE due_at <= $1 ORDER BY due_at LIMIT $2)
  RETURNING petition_id, kind, shown, coalesce(country, 'ZZ') AS country, date_trunc('hour', due_at, 'UTC') AS hour
), per_cell AS (
  SELECT petition_id, hour, country, count(*) FILTER (WHERE kind = 'confirm') AS confirmed, count(*) FILTER (WHERE kind = 'withdraw') AS withdrawn,
    count(*) FILTER (WHERE kind = 'remove') AS removed, count(*) FILTER (WHERE kind = 'restore') AS restored,
    count(*) FILTER (WHERE shown AND kind IN ('withdraw', 'remove')) - count(*) FILTER (WHERE shown AND kind = 'restore') AS left_shown
  FROM due GROUP BY petition_id, hour, country
), cells AS (
  INSERT INTO count_cell AS c (petition_id, hour, country, confirmed, withdrawn, removed, restored, left_shown) SELECT * FROM per_cell
  ON CONFLICT (petition_id, hour, country) DO UPDATE SET confirmed = c.confirmed + excluded.confirmed, withdrawn = c.withdrawn + excluded.withdrawn,
    removed = c.removed + excluded.removed, restored = c.restored + excluded.restored, left_shown = c.left_shown + excluded.left_shown
), totals AS (
  INSERT INTO petition_count AS t (petition_id, confirmed, withdrawn, removed, restored)
  SELECT petition_id, sum(confirmed), sum(withdrawn), sum(removed), sum(restored) FROM per_cell GROUP BY petition_id
  ON CONFLICT (petition_id) DO UPDATE SET confirmed = t.confirmed + excluded.confirmed, withdrawn = t.withdrawn + excluded.withdrawn,
    removed = t.removed + excluded.removed, restored = t.restored + excluded.restored
)
SELECT count(*)::int AS added FROM due`;

async function addDueEntries(client: pg.PoolClient, now: Date): Promise<number> {
  const { rows } = await client.query<{ added: number }>({
    name: "count-signatures",
    text: ADD,
    values: [now, LARGEST_PASS],
  });
  const added = rows[0]?.added ?? 0;
  const complete = added < LARGEST_PASS;
  await client.query(
    "UPDATE counting_pass SET begun_at = $1, as_of = CASE WHEN $2 THEN $1 ELSE as_of END WHERE id = 1",
    [now, complete],
  );
  return added;
}
