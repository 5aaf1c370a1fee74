import type pg from "pg";
import { EVENTS_KEPT, MAIL_SPAN } from "@/lib/mail/limits";
import { OPEN_STATES } from "@/lib/mail/states";
import { EMPTY_LETTER_MAIL } from "@/lib/signatures/destroy-traces";
import { DAY } from "@/lib/time/durations";

/**
 * Deletes drafts that nobody said yes to in time (DRAFT_LIFETIME), and empties their mails. Of questions about letters that
 * are gone it deletes that they were mailed, once that counts for no limit any more; and mails that told of an end, once no
 * event can come for them. Returns how many drafts.
 */
export async function expireLetters(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ deleted: number }>(
    `WITH gone AS (DELETE FROM letter WHERE state = 'draft' AND expires_at < $1 RETURNING id),
       mails AS (UPDATE outbox_mail SET ${EMPTY_LETTER_MAIL} WHERE subject_id IN (SELECT id FROM gone))
     SELECT count(*)::int AS deleted FROM gone`,
    [now],
  );
  // What is left of their times is the day, which counts whole.
  await pool.query(
    `DELETE FROM outbox_mail WHERE kind IN ('confirm-letter', 'letter-ended') AND subject_id IS NULL AND state <> ALL ($3)
       AND coalesce(sent_at, created_at) < CASE kind WHEN 'letter-ended' THEN $2::timestamptz ELSE $1 END`,
    [new Date(now.getTime() - MAIL_SPAN - DAY), new Date(now.getTime() - EVENTS_KEPT), OPEN_STATES],
  );
  return rows[0]?.deleted ?? 0;
}
