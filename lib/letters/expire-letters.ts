import type pg from "pg";
import { EMPTY_MAIL } from "@/lib/signatures/destroy-traces";

/** Deletes drafts that nobody said yes to in time (DRAFT_LIFETIME), and empties their mails. Returns how many. */
export async function expireLetters(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ deleted: number }>(
    `WITH gone AS (DELETE FROM letter WHERE state = 'draft' AND expires_at < $1 RETURNING id),
       mails AS (UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id IN (SELECT id FROM gone))
     SELECT count(*)::int AS deleted FROM gone`,
    [now],
  );
  return rows[0]?.deleted ?? 0;
}
