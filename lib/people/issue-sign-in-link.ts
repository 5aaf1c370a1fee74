import { randomBytes, randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { readAddress } from "@/lib/mail/address";
import { accountHash, findAccount, sealAccountAddress } from "./account-fields";
import { SIGN_IN_LINK_LIFETIME } from "./limits";
import { hashSignInToken } from "./sign-in-secret";

export type OwnerLinkInput = {
  db: PrismaClient;
  keys: KeyRing;
  appUrl: string;
  ownerEmail: string;
  now: Date;
};

/**
 * Makes a link that signs the owner in once, within SIGN_IN_LINK_LIFETIME; makes the owner's account where it is
 * missing. Takes the owner's address (OWNER_EMAIL). Returns the address of a page whose button signs in. Throws
 * for an address that is none.
 */
export async function issueOwnerSignInLink({
  db,
  keys,
  appUrl,
  ownerEmail,
  now,
}: OwnerLinkInput): Promise<string> {
  const read = readAddress(ownerEmail);
  if (!read.ok) throw new Error(`OWNER_EMAIL: ${read.problem}`);
  const { canonical, deliverable } = read.address;
  const emailHash = accountHash(keys, canonical);
  const token = await db.$transaction(async (tx) => {
    await findAccount(tx, keys, canonical);
    const account = await tx.account.upsert({
      where: { emailHash },
      create: {
        id: randomUUID(),
        emailHash,
        emailEnc: sealAccountAddress(keys, deliverable),
        isOwner: true,
        createdAt: now,
      },
      update: { isOwner: true },
    });
    await tx.auditEntry.create({
      data: {
        at: now,
        actor: "system:start",
        action: "issue-sign-in-link",
        subjectType: "account",
        subjectId: account.id,
        personalFields: [],
      },
    });
    return issueToken(tx, keys, emailHash, now);
  });
  return signInPage(appUrl, DEFAULT_LOCALE, token);
}

/** Writes a new token for an account and returns it; only its hash is kept. */
export async function issueToken(
  db: Db,
  keys: KeyRing,
  identifierHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(now.getTime() + SIGN_IN_LINK_LIFETIME);
  await db.signInToken.create({
    data: { tokenHash: hashSignInToken(keys, token), identifierHash, createdAt: now, expiresAt },
  });
  return token;
}

/** The page whose button uses the token: a mail scanner that follows the link signs nobody in. */
export function signInPage(appUrl: string, locale: string, token: string): string {
  return `${appUrl}/${locale}/sign-in/link?token=${token}`;
}
