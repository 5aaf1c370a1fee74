import type pg from "pg";

/**
 * Deletes sign-ups that were never confirmed, once their time is over (PENDING_LIFETIME), with their mails. Takes a
 * pool and now. Returns how many. What is left of them is nothing; their links answer "expired".
 */
export async function expireSignatures(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ deleted: number }>(
    `WITH gone AS (DELETE FROM signature WHERE state = 'pending' AND expires_at < $1 RETURNING id),
       mails AS (DELETE FROM outbox_mail WHERE subject_id IN (SELECT id FROM gone) AND state <> 'batched')
     SELECT count(*)::int AS deleted FROM gone`,
    [now],
  );
  return rows[0]?.deleted ?? 0;
}
