import type pg from "pg";
import { BETWEEN_MAILS, EVENTS_KEPT } from "@/lib/mail/limits";
import { OPEN_STATES } from "@/lib/mail/states";
import { HOUR } from "@/lib/time/durations";
import { EMPTY_MAIL } from "./destroy-traces";
import { MANAGE_LIFETIME } from "./limits";

/** A mail that somebody caused after its signature lost its address can be read this long in the local outbox. */
const KEPT = HOUR;
/** When a mail was last touched: one that a limit held back left days after it was asked for. */
const LAST = "coalesce(sent_at, created_at)";

/**
 * Destroys what mails still know of signatures that have no address any more (forget me, erased, withdrawn): what the
 * relay held in that moment, and what came after, for somebody may sign up again with the same address or ask for a link. Such a
 * row stays without address, text, signature and time of day, for the limit per mailbox only, as one about its petition; its
 * time stays for BETWEEN_MAILS, which says when the next mail may go. With the petition's key its hash goes too, so that no
 * address can be tested any more. Rows that `EMPTY_MAIL` made, whose hash is
 * no address's, are deleted, those with a provider's id once no event can come for them; links that were asked for and not
 * sent count for no limit, and go too. Returns how many rows it changed.
 */
export async function forgetMails(pool: pg.Pool, now: Date): Promise<number> {
  const before = (span: number) => new Date(now.getTime() - span);
  const emptied = await pool.query(
    `UPDATE outbox_mail m SET rendered_enc = NULL, address_enc = NULL, payload_enc = NULL, subject_id = s.petition_id, locale = 'en',
       created_at = date_trunc('day', m.created_at, 'UTC'), sent_at = date_trunc('day', m.sent_at, 'UTC'),
       send_after = date_trunc('day', m.send_after, 'UTC')
     FROM signature s WHERE s.id = m.subject_id AND s.email_enc IS NULL AND m.state <> ALL ($2)
       AND ${LAST} < CASE WHEN m.rendered_enc IS NULL THEN $3::timestamptz ELSE $1 END`,
    [before(KEPT), OPEN_STATES, before(BETWEEN_MAILS)],
  );
  const untestable = await pool.query(
    `UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id IN (SELECT id FROM petition WHERE hash_key_enc IS NULL)
       AND kind <> 'manage-signature' AND state <> ALL ($1)`,
    [OPEN_STATES],
  );
  const links = await pool.query(
    `UPDATE outbox_mail SET rendered_enc = NULL, subject_id = NULL WHERE kind = 'manage-signature' AND (subject_id IS NOT NULL OR rendered_enc IS NOT NULL) AND state <> ALL ($2) AND ${LAST} < $1`,
    [before(MANAGE_LIFETIME), OPEN_STATES],
  );
  const gone = await pool.query(
    `DELETE FROM outbox_mail WHERE subject_id IS NULL AND ((octet_length(address_hash) = 16 AND state <> ALL ($2) AND (provider_id IS NULL OR ${LAST} < $1))
       OR (kind = 'manage-signature' AND state = 'dropped'))`,
    [before(EVENTS_KEPT), OPEN_STATES],
  );
  return [emptied, untestable, links, gone].reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
}
