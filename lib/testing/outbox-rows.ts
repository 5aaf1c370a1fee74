import { randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { PrismaClient } from "@/lib/db/generated/client";
import { readAddress } from "@/lib/mail/address";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import type { MailKind } from "@/lib/mail/states";

export type WaitingMail = {
  kind?: MailKind;
  priority?: number;
  at?: Date;
  payload?: Record<string, string>;
};

/** Mails waiting for these addresses, as sign-ups and sign-ins leave them. Returns their ids in order. */
export async function makeWaitingMails(
  db: PrismaClient,
  keys: KeyRing,
  addresses: string[],
  now: Date,
  given: WaitingMail = {},
): Promise<string[]> {
  const at = given.at ?? now;
  const rows = addresses.map((to) => {
    const read = readAddress(to);
    if (!read.ok) throw new Error(`${to}: ${read.problem}`);
    return {
      id: randomUUID(),
      kind: given.kind ?? "confirm-signature",
      priority: given.priority ?? 0,
      locale: "en",
      addressEnc: bytes(seal(keys, "mail-fields", "outbox_mail.address", to)),
      addressHash: bytes(mailboxHash(keys, read.address)),
      payloadEnc: given.payload
        ? bytes(seal(keys, "mail-fields", "outbox_mail.payload", JSON.stringify(given.payload)))
        : null,
      sendAfter: at,
      createdAt: at,
    };
  });
  await db.outboxMail.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

function bytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(buffer);
}
