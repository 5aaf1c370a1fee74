import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { PreviewWish } from "@/lib/letters/preview-letter";
import { sendTestLetter } from "@/lib/letters/send-test-letter";
import { readAddress } from "@/lib/mail/address";
import { say } from "../terminal";
import { requirePreview } from "./preview";

/** Sends a template, as a letter to an office would arrive, to whoever tries it out. */
export async function sendTest(
  { db, pool, keys }: { db: PrismaClient; pool: pg.Pool; keys: KeyRing },
  wish: PreviewWish & { to: string },
  context: { appUrl: string; now: Date },
): Promise<void> {
  const read = readAddress(wish.to);
  if (!read.ok) throw new OperatorError(`${wish.to} is no address that mail can be sent to.`);
  const preview = await requirePreview(db, wish, context);
  const sent = await sendTestLetter(pool, { keys, now: context.now }, preview, read.address);
  if (!sent.ok) throw new OperatorError("This is the address of an office; a test goes to yourself.");
  say(`A worker sends it to ${read.address.deliverable}; without a mail provider it is in /outbox.`);
}
