import { randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Address } from "@/lib/mail/address";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import { DAY, HOUR } from "@/lib/time/durations";
import { accountHash, findAccount } from "./account-fields";
import { issueToken } from "./issue-sign-in-link";
import { LINKS_PER_ACCOUNT, LINKS_PER_DAY } from "./limits";

export type SignInInput = { email: Address; locale: string };

/**
 * Mails a sign-in link to an account, and nothing to anybody else; the caller cannot tell which. More than
 * LINKS_PER_ACCOUNT links within an hour, or LINKS_PER_DAY within a day, are not mailed.
 */
export async function requestSignIn(
  context: { db: PrismaClient; keys: KeyRing; now: Date },
  input: SignInInput,
): Promise<{ ok: true }> {
  const { db, keys, now } = context;
  const identifierHash = accountHash(keys, input.email.canonical);
  await db.$transaction(async (tx) => {
    // Two requests at once would both see room below the limits.
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${Buffer.from(identifierHash).readBigInt64BE(0)})::text`;
    const account = await findAccount(tx, keys, input.email.canonical);
    const recent = await tx.signInToken.count({
      where: { identifierHash, createdAt: { gt: new Date(now.getTime() - HOUR) } },
    });
    const mailed = await tx.outboxMail.count({
      where: {
        kind: "sign-in",
        subjectId: account?.id ?? null,
        createdAt: { gt: new Date(now.getTime() - DAY) },
      },
    });
    if (!account || recent >= LINKS_PER_ACCOUNT || mailed >= LINKS_PER_DAY) return;
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
        addressHash: Uint8Array.from(mailboxHash(keys, input.email)),
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
