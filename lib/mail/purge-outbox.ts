import type pg from "pg";
import { MAIL_SPAN, OUTBOX_LIFETIME } from "./limits";
import { OPEN_STATES } from "./states";

/**
 * Forgets mails that are done: their rendered text after OUTBOX_LIFETIME, the row itself once it no longer counts
 * for the limit per address. Returns how many rows went.
 */
export async function purgeOutbox(pool: pg.Pool, now: Date): Promise<number> {
  const before = (span: number) => new Date(now.getTime() - span);
  await pool.query(
    "UPDATE outbox_mail SET rendered_enc = NULL WHERE rendered_enc IS NOT NULL AND state <> ALL ($2) AND sent_at < $1",
    [before(OUTBOX_LIFETIME), OPEN_STATES],
  );
  const { rowCount } = await pool.query(
    "DELETE FROM outbox_mail WHERE state <> ALL ($2) AND created_at < $1",
    [before(2 * MAIL_SPAN), OPEN_STATES],
  );
  return rowCount ?? 0;
}
