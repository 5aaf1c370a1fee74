import type pg from "pg";
import { OPEN_STATES } from "@/lib/mail/states";
import { HOUR } from "@/lib/time/durations";

/** A mail that somebody caused after a "forget me" signature was confirmed can be read this long, like any other. */
const KEPT = HOUR;

/**
 * Destroys what mails still know of confirmed "forget me" signatures: confirming deletes them, but somebody may sign
 * again with the same address, or have been doing so in that moment. The row stays without address, text and
 * signature, for the limit per mailbox only. Returns how many mails were emptied.
 */
export async function forgetMails(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE outbox_mail m SET rendered_enc = NULL, address_enc = NULL, payload_enc = NULL, subject_id = NULL
     FROM signature s WHERE s.id = m.subject_id AND s.forget_me AND s.state <> 'pending' AND m.state <> ALL ($2) AND m.created_at < $1`,
    [new Date(now.getTime() - KEPT), OPEN_STATES],
  );
  return rowCount ?? 0;
}
