import type pg from "pg";
import { inTransaction, withAdvisoryLock } from "@/lib/db/transaction";
import { COUNTING_LOCK } from "./count-signatures";

/** A cell that did not hold what the signatures say: an error of ours, for the log and the audit trail. */
export type RepairedCell = { petitionId: string; hour: Date; country: string; was: number; is: number };
export type RepairResult = { ran: boolean; cells: RepairedCell[] };

/**
 * Recounts confirmations from the signatures themselves, per petition, country and hour, leaving out what still
 * waits in count_entry; writes what differs, totals included, and an audit row for it. One snapshot under the
 * counting lock, so it sees what a pass sees. Meant for the night: it reads every confirmed signature once.
 * Returns what differed; ran = false where a pass holds the lock.
 */
export async function repairCounts(pool: pg.Pool, now: Date): Promise<RepairResult> {
  const cells = await withAdvisoryLock(pool, COUNTING_LOCK, () =>
    inTransaction(pool, (client) => repair(client, now), "REPEATABLE READ"),
  );
  return { ran: cells !== null, cells: cells ?? [] };
}

/** Every signature with counted_at was confirmed once, whatever became of it later; withdrawals and removals are counted apart. */
const DIFFERENCES = `
WITH signed AS (
  SELECT petition_id, date_trunc('hour', counted_at, 'UTC') AS hour, coalesce(country, 'ZZ') AS country, count(*) AS n
  FROM signature WHERE counted_at IS NOT NULL GROUP BY 1, 2, 3
), waiting AS (
  SELECT petition_id, date_trunc('hour', due_at, 'UTC') AS hour, coalesce(country, 'ZZ') AS country, count(*) AS n
  FROM count_entry WHERE kind = 'confirm' GROUP BY 1, 2, 3
), actual AS (
  SELECT s.petition_id, s.hour, s.country, s.n - coalesce(w.n, 0) AS n FROM signed s LEFT JOIN waiting w USING (petition_id, hour, country)
)
SELECT petition_id, hour, country, coalesce(c.confirmed, 0)::int AS was, coalesce(a.n, 0)::int AS is
FROM actual a FULL JOIN count_cell c USING (petition_id, hour, country) WHERE coalesce(c.confirmed, 0) <> coalesce(a.n, 0)`;

async function repair(client: pg.PoolClient, now: Date): Promise<RepairedCell[]> {
  const { rows } = await client.query<{
    petition_id: string;
    hour: Date;
    country: string;
    was: number;
    is: number;
  }>(DIFFERENCES);
  for (const row of rows) {
    await client.query(
      `INSERT INTO count_cell (petition_id, hour, country, confirmed) VALUES ($1, $2, $3, $4)
       ON CONFLICT (petition_id, hour, country) DO UPDATE SET confirmed = excluded.confirmed`,
      [row.petition_id, row.hour, row.country, row.is],
    );
  }
  await client.query(
    `INSERT INTO petition_count AS t (petition_id, confirmed) SELECT petition_id, sum(confirmed) FROM count_cell GROUP BY petition_id
     ON CONFLICT (petition_id) DO UPDATE SET confirmed = excluded.confirmed WHERE t.confirmed <> excluded.confirmed`,
  );
  if (rows.length > 0) {
    await client.query(
      "INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, personal_fields, detail) VALUES ($1, 'system:repair-counts', 'repair', 'count_cell', 'all', '{}', $2)",
      [
        now,
        JSON.stringify({
          cells: rows.length,
          difference: rows.reduce((sum, row) => sum + row.is - row.was, 0),
        }),
      ],
    );
  }
  return rows.map((row) => ({
    petitionId: row.petition_id,
    hour: row.hour,
    country: row.country,
    was: row.was,
    is: row.is,
  }));
}
