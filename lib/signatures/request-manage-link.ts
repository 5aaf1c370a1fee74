import { randomUUID } from "node:crypto";
import { keyedHash } from "@/lib/crypto/hash";
import { seal } from "@/lib/crypto/seal";
import type { Locale } from "@/lib/i18n/locales";
import type { Address } from "@/lib/mail/address";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import type { OwnContext } from "./own-signature";
import { signablePetition } from "./signable-petition";

export type ManageLinkRequest = {
  /** Whose signatures; null asks for what else there is, and for no petition. */
  slug: string | null;
  email: Address;
  locale: Locale;
  /** What else the mail's composer looks up by (`OtherLinks`). */
  others?: Record<string, string>;
};

/**
 * Asks for a mail with links to a mailbox's signatures under a petition, and to what else it has here. Does the same
 * whatever is known of the address: who signed is looked up when the mail is composed (compose-manage-link.ts), by the
 * worker, so that neither answer nor time tells. One that waits already is enough. Returns false for a petition that
 * nobody can see.
 */
export async function requestManageLink(
  { pool, keys, now }: OwnContext,
  { slug, email, locale, others }: ManageLinkRequest,
): Promise<boolean> {
  const petition = slug === null ? null : await signablePetition(pool, keys, slug);
  if (slug !== null && (!petition || petition.state === "draft")) return false;
  const emailHash = petition?.hashKey
    ? keyedHash(petition.hashKey, `email:${email.canonical}`).toString("hex")
    : "";
  await pool.query(
    `INSERT INTO outbox_mail (id, kind, priority, subject_id, locale, address_enc, address_hash, payload_enc, state, send_after, created_at, attempts)
     SELECT $1, 'manage-signature', 0, $2::uuid, $3, $4, $5, $6, 'waiting', $7, $7, 0
     WHERE NOT EXISTS (SELECT FROM outbox_mail WHERE address_hash = $5 AND kind = 'manage-signature' AND subject_id IS NOT DISTINCT FROM $2::uuid AND state = 'waiting')`,
    [
      randomUUID(),
      petition?.id ?? null,
      locale,
      seal(keys, "mail-fields", "outbox_mail.address", email.deliverable),
      mailboxHash(keys, email),
      seal(keys, "mail-fields", "outbox_mail.payload", JSON.stringify({ ...others, emailHash })),
      now,
    ],
  );
  return true;
}
