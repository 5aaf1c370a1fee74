import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { formerKeys } from "@/lib/db/former-keys";
import { readAddress } from "@/lib/mail/address";
import { mailboxName } from "@/lib/mail/mailbox-hash";
import type { OwnSignature } from "./own-signature";

/** A hash that no address has. */
const NOBODY = "uuid_send(gen_random_uuid())";

/**
 * SQL that empties outbox rows of all that leads to a person or a signature. What waits is dropped; what is batched
 * keeps its sealed text until it is settled, for a request must be repeated as it was. The hash becomes 16 random
 * bytes, which no address has; forget-mails.ts deletes such rows. Times are cut to their day, and the language is
 * English: neither says any more which sign-up it was. The provider's id stays, for its events. One UPDATE, so that a
 * row the relay moves meanwhile is emptied too.
 */
export const EMPTY_MAIL = emptyMail(NOBODY);

/**
 * … but a question about a letter that has left goes on counting for the limit per mailbox (limit-mails.ts), else a draft
 * that runs out would let the next one mail a stranger anew: its hash stays, with its day alone.
 */
export const EMPTY_LETTER_MAIL = emptyMail(
  `CASE WHEN kind = 'confirm-letter' AND state <> 'waiting' THEN address_hash ELSE ${NOBODY} END`,
);

function emptyMail(hash: string): string {
  return `subject_id = NULL, address_hash = ${hash},
  created_at = date_trunc('day', created_at, 'UTC'), sent_at = date_trunc('day', sent_at, 'UTC'),
  send_after = date_trunc('day', send_after, 'UTC'), locale = 'en',
  state = CASE WHEN state = 'waiting' THEN 'dropped' ELSE state END,
  address_enc = CASE WHEN state = 'batched' THEN address_enc END,
  payload_enc = CASE WHEN state = 'batched' THEN payload_enc END,
  rendered_enc = CASE WHEN state = 'batched' THEN rendered_enc END`;
}

/**
 * Empties the mails about a signature, and the links that were mailed for it. A link that waits goes only where
 * nobody else of the mailbox waits for it. Takes the row before its address is destroyed.
 */
export async function emptyMails(
  client: pg.PoolClient,
  keys: KeyRing,
  signature: Pick<OwnSignature, "id" | "petition_id" | "email_enc">,
): Promise<void> {
  await client.query(`UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id = $1`, [signature.id]);
  if (!signature.email_enc) return;
  const read = readAddress(unseal(keys, "personal-fields", "signature.email", signature.email_enc));
  if (!read.ok) return;
  const former = await formerKeys(client, keys, "mail-address-hash");
  const hashes = [keys.of("mail-address-hash"), ...former].map((key) =>
    keyedHash(key, mailboxName(read.address)),
  );
  await client.query(
    `UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE kind = 'manage-signature' AND subject_id = $1 AND address_hash = ANY ($2)
       AND (state <> 'waiting' OR NOT EXISTS (SELECT FROM signature o JOIN signature s ON s.id = $3
         WHERE o.petition_id = s.petition_id AND o.email_hash = s.email_hash AND o.id <> s.id AND o.email_enc IS NOT NULL))`,
    [signature.petition_id, hashes, signature.id],
  );
}

/**
 * SQL that destroys what a person wrote and where it came from. Moments are cut to their week, so that none tells when
 * it was.
 */
export const DESTROY_PERSON = `name_enc = NULL, email_enc = NULL, reason_enc = NULL, reason_state = NULL, source = NULL,
  display = 'counted', suspected = false, updates = false, updates_stopped_at = NULL, mail_request = gen_random_uuid(),
  requested_at = date_trunc('week', requested_at, 'UTC'), mailed_at = date_trunc('week', mailed_at, 'UTC'),
  expires_at = date_trunc('week', expires_at, 'UTC')`;

/** … the hashes by which the same person would be known again: for what is not counted any more … */
export const DESTROY_HASHES = "email_hash = NULL, name_hash = NULL";

/** … and the withdrawal code with what it was good for. */
export const DESTROY_CODE = `withdrawal_hash = NULL,
  withdrawn_at = CASE WHEN forget_me THEN date_trunc('week', withdrawn_at, 'UTC') ELSE withdrawn_at END`;

/** A sign-up that nobody confirmed leaves nothing. */
export async function deletePending(
  client: pg.PoolClient,
  keys: KeyRing,
  signature: OwnSignature,
): Promise<void> {
  await emptyMails(client, keys, signature);
  await client.query("DELETE FROM signature WHERE id = $1", [signature.id]);
}
