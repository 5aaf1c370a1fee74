import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { expireLetters } from "@/lib/letters/expire-letters";
import { forgetUses } from "@/lib/letters/note-use";
import { applyForgottenEvents } from "@/lib/mail/apply-events";
import { purgeOutbox } from "@/lib/mail/purge-outbox";
import { purgeEvents } from "@/lib/mail/record-event";
import { expireSignIns } from "@/lib/people/expire-sign-ins";
import { expireSignatures } from "@/lib/signatures/expire-signatures";
import { finishWithdrawals } from "@/lib/signatures/finish-withdrawals";
import { forgetMails } from "@/lib/signatures/forget-mails";
import { forgetProofs } from "@/lib/signatures/proof-of-work";
import { forgetNetworkUse } from "@/lib/web/forget-uses";

export type HouseContext = { pool: pg.Pool; db: PrismaClient; keys: KeyRing };

/** What has to go within minutes of its time: every ten minutes. Returns how many rows of each. */
export async function keepHouse(
  { pool, db, keys }: HouseContext,
  now: Date,
): Promise<Record<string, number>> {
  return {
    signatures: await expireSignatures(pool, now),
    drafts: await expireLetters(pool, now),
    writerUses: await forgetUses(pool, now),
    withdrawals: await finishWithdrawals(pool, keys, now),
    forgotten: await forgetMails(pool, now),
    mails: await purgeOutbox(pool, now),
    lateEvents: await applyForgottenEvents(pool, now),
    events: await purgeEvents(pool, now),
    signIns: await expireSignIns(db, now),
    networkUses: await forgetNetworkUse(pool, now),
    proofs: await forgetProofs(pool, now),
  };
}
