import type pg from "pg";
import { EVENTS_KEPT } from "@/lib/mail/limits";
import { OPEN_STATES } from "@/lib/mail/states";
import { HOUR } from "@/lib/time/durations";
import { MANAGE_LIFETIME } from "./limits";

/** A mail that somebody caused after its signature lost its address can be read this long in the local outbox. */
const KEPT = HOUR;

/**
 * Destroys what mails still know of signatures that have no address any more (forget me, erased, withdrawn): what the
 * relay held in that moment, and what came after, for somebody may sign up again with the same address or ask for a link. Such a
 * row stays without address, text and signature, for the limit per mailbox only. Rows that `EMPTY_MAIL` made, whose hash is
 * no address's, are deleted, those with a provider's id once no event can come for them; links that were asked for and not
 * sent count for no limit, and go too. Returns how many rows it changed.
 */
export async function forgetMails(pool: pg.Pool, now: Date): Promise<number> {
  const before = (span: number) => new Date(now.getTime() - span);
  const emptied = await pool.query(
    `UPDATE outbox_mail m SET rendered_enc = NULL, address_enc = NULL, payload_enc = NULL, subject_id = NULL
     FROM signature s WHERE s.id = m.subject_id AND s.email_enc IS NULL AND m.state <> ALL ($2) AND (m.rendered_enc IS NULL OR m.created_at < $1)`,
    [before(KEPT), OPEN_STATES],
  );
  const links = await pool.query(
    "UPDATE outbox_mail SET rendered_enc = NULL, subject_id = NULL WHERE kind = 'manage-signature' AND subject_id IS NOT NULL AND state <> ALL ($2) AND created_at < $1",
    [before(MANAGE_LIFETIME), OPEN_STATES],
  );
  const gone = await pool.query(
    `DELETE FROM outbox_mail WHERE subject_id IS NULL AND ((octet_length(address_hash) = 16 AND state <> ALL ($2) AND (provider_id IS NULL OR created_at < $1))
       OR (kind = 'manage-signature' AND state = 'dropped'))`,
    [before(EVENTS_KEPT), OPEN_STATES],
  );
  return (emptied.rowCount ?? 0) + (links.rowCount ?? 0) + (gone.rowCount ?? 0);
}
