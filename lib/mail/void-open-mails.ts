import type pg from "pg";

export type VoidedMails = { doubt: number; dropped: number };

/**
 * What a backup calls waiting or under way may have been sent since, and is never sent again: what was in a batch is in
 * doubt, what waited is dropped, and both count for the limit per address. Whoever got nothing can sign again. Takes
 * when the backup was taken.
 */
export async function voidOpenMails(pool: pg.Pool, takenAt: Date): Promise<VoidedMails> {
  const { rows } = await pool.query<VoidedMails>(
    `WITH batches AS (DELETE FROM mail_batch), voided AS (
       UPDATE outbox_mail SET state = CASE state WHEN 'batched' THEN 'doubt' ELSE 'dropped' END,
         note = CASE state WHEN 'batched' THEN 'restored from a backup: it may have been sent' ELSE 'restored from a backup: it may have been sent since' END,
         sent_at = coalesce(sent_at, $1), address_enc = NULL, payload_enc = NULL, rendered_enc = NULL
       WHERE state IN ('waiting', 'batched') RETURNING state
     )
     SELECT count(*) FILTER (WHERE state = 'doubt')::int AS doubt, count(*) FILTER (WHERE state = 'dropped')::int AS dropped FROM voided`,
    [takenAt],
  );
  return rows[0] ?? { doubt: 0, dropped: 0 };
}
