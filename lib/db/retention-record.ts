import type pg from "pg";

/** Rows per kind of thing that went. */
export type RetentionCounts = Record<string, number>;

/** A day of a retention job, as it is kept. */
export type RetentionDay = {
  job: string;
  day: string;
  from: Date | null;
  to: Date;
  runs: number;
  counts: RetentionCounts;
};

/**
 * Writes down that a job has looked at everything up to `now`, and how many rows went; one row a job and UTC day, its
 * numbers summed. It begins where the job's last run ended, so that a gap shows.
 */
export async function recordRetention(
  database: Pick<pg.Pool, "query">,
  job: string,
  counts: RetentionCounts,
  now: Date,
): Promise<void> {
  await database.query(
    `INSERT INTO retention_run AS r (job, day, from_at, to_at, counts, finished_at)
     SELECT $1, $2, (SELECT max(to_at) FROM retention_run WHERE job = $1), $3, $4::jsonb, $5
     ON CONFLICT (job, day) DO UPDATE SET to_at = greatest(r.to_at, excluded.to_at), runs = r.runs + 1, finished_at = excluded.finished_at,
       counts = (SELECT jsonb_object_agg(k, coalesce((r.counts ->> k)::bigint, 0) + coalesce((excluded.counts ->> k)::bigint, 0))
                 FROM (SELECT jsonb_object_keys(r.counts || excluded.counts) AS k) AS keys)`,
    [job, now.toISOString().slice(0, 10), now, JSON.stringify(counts), new Date()],
  );
}

/** The newest days of all jobs. */
export async function retentionDays(
  database: Pick<pg.Pool, "query">,
  limit: number,
): Promise<RetentionDay[]> {
  const { rows } = await database.query<RetentionDay>(
    `SELECT job, to_char(day, 'YYYY-MM-DD') AS day, from_at AS "from", to_at AS "to", runs, counts
     FROM retention_run ORDER BY retention_run.day DESC, job LIMIT $1`,
    [limit],
  );
  return rows;
}
