import { randomUUID } from "node:crypto";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Address } from "@/lib/mail/address";
import { HOUR } from "@/lib/time/durations";
import { accountHash } from "./account-fields";
import { issueToken } from "./issue-sign-in-link";
import { LINKS_PER_ACCOUNT } from "./limits";

export type SignInInput = { email: Address; locale: string };

/**
 * Mails a sign-in link to an account, and nothing to anybody else; the caller cannot tell which. More than
 * LINKS_PER_ACCOUNT links within an hour are not mailed.
 */
export async function requestSignIn(
  context: { db: PrismaClient; keys: KeyRing; now: Date },
  input: SignInInput,
): Promise<{ ok: true }> {
  const { db, keys, now } = context;
  const identifierHash = accountHash(keys, input.email.canonical);
  await db.$transaction(async (tx) => {
    const account = await tx.account.findUnique({
      where: { emailHash: identifierHash },
      select: { id: true },
    });
    const recent = await tx.signInToken.count({
      where: { identifierHash, createdAt: { gt: new Date(now.getTime() - HOUR) } },
    });
    if (!account || recent >= LINKS_PER_ACCOUNT) return;
    const token = await issueToken(tx, keys, identifierHash, now);
    await tx.outboxMail.create({
      data: {
        id: randomUUID(),
        kind: "sign-in",
        priority: 0,
        subjectId: account.id,
        locale: input.locale,
        addressEnc: Uint8Array.from(
          seal(keys, "mail-fields", "outbox_mail.address", input.email.deliverable),
        ),
        addressHash: Uint8Array.from(keyedHash(keys.of("mail-address-hash"), input.email.canonical)),
        payloadEnc: Uint8Array.from(
          seal(keys, "mail-fields", "outbox_mail.payload", JSON.stringify({ token })),
        ),
        sendAfter: now,
        createdAt: now,
      },
    });
  });
  return { ok: true };
}
