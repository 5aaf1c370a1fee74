import { randomUUID } from "node:crypto";
import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import { networkHash } from "@/lib/web/network";
import { comparableName } from "./comparable-name";
import { type InsertOutcome, insertSignature, type NewSignature } from "./insert-signatures";
import { PENDING_LIFETIME } from "./limits";
import { mailMoment } from "./proof-of-work";
import type { Signing } from "./schema";
import { type SignablePetition, signablePetition, versionRead, whyShut } from "./signable-petition";

export type SignContext = { pool: pg.Pool; keys: KeyRing; now: Date };
export type SignInput = {
  slug: string;
  signing: Signing;
  /** The peer's address, which is hashed and forgotten; null where it is not known. */
  peer: string | null;
};
export type SignResult =
  | { ok: true }
  | { ok: false; reason: "unknown" | "closed" | "unknown-version" }
  | { ok: false; reason: "too-many"; retryAfter: number };

/**
 * Signs a petition: a pending signature and its mail, or nothing new where the person has signed already; the
 * caller cannot tell which. While the petition is under attack, whoever shows no proof of work is mailed later. Answers after the commit. A filled trap field is accepted and dropped. Refuses an
 * unknown or closed petition, a version that never was, and a network that signed too often within the hour.
 */
export async function signPetition(context: SignContext, input: SignInput): Promise<SignResult> {
  const shut = await whyShut(context.pool, context.keys, input.slug);
  if (shut) return { ok: false, reason: shut };
  const petition = await signablePetition(context.pool, context.keys, input.slug);
  if (!petition?.hashKey) return { ok: false, reason: "closed" };
  const locale = input.signing.locale ?? DEFAULT_LOCALE;
  const versionId = versionRead(petition, input.signing.version, locale);
  if (!versionId) return { ok: false, reason: "unknown-version" };
  if (input.signing.website) return { ok: true };
  const network = await networkHash(context.pool, context.keys, input.peer, context.now);
  const sendAfter = petition.defended
    ? await mailMoment(context, petition.id, input.signing.altcha)
    : context.now;
  return answer(
    await insertSignature(context.pool, {
      ...newSignature(context, petition, petition.hashKey, versionId, network, input.signing),
      sendAfter,
    }),
  );
}

function answer(outcome: InsertOutcome): SignResult {
  if (outcome.kind === "accepted") return { ok: true };
  if (outcome.kind === "closed") return { ok: false, reason: "closed" };
  return { ok: false, reason: "too-many", retryAfter: outcome.retryAfter };
}

function newSignature(
  { keys, now }: SignContext,
  petition: SignablePetition,
  hashKey: Buffer,
  versionId: string,
  network: Buffer,
  signing: Signing,
): Omit<NewSignature, "sendAfter"> {
  const { email, name, reason } = signing;
  return {
    id: randomUUID(),
    petitionId: petition.id,
    versionId,
    display: signing.display,
    country: signing.country ?? null,
    locale: signing.locale ?? DEFAULT_LOCALE,
    source: signing.src ?? null,
    forgetMe: signing.forgetMe === "on",
    updates: signing.updates === "on",
    nameEnc: name ? seal(keys, "personal-fields", "signature.name", name) : null,
    emailEnc: seal(keys, "personal-fields", "signature.email", email.deliverable),
    reasonEnc: reason ? seal(keys, "personal-fields", "signature.reason", reason) : null,
    emailHash: keyedHash(hashKey, `email:${email.canonical}`),
    nameHash: keyedHash(hashKey, `name:${comparableName(name)}`),
    mailAddressEnc: seal(keys, "mail-fields", "outbox_mail.address", email.deliverable),
    mailAddressHash: mailboxHash(keys, email),
    network,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + PENDING_LIFETIME),
  };
}
