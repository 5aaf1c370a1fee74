import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { readAddress } from "@/lib/mail/address";
import { type NewMail, writeMail } from "@/lib/mail/write-mail";
import { AUTOMATIC_FORWARDED, FORWARD_PRIORITY, FORWARDED_PER_LETTER } from "./reply-limits";
import { openField } from "./sealed-letter";
import type { ReplyKind } from "./states";

/** A letter whose row is held; without an address once its writer is forgotten. */
export type ReplyLetter = { id: string; locale: string; email_enc: Buffer | null };

/**
 * Writes the mail that forwards an answer to the letter's writer, text only (compose-reply-forward.ts), in the
 * transaction that stores the answer. Reports and our own mails are not forwarded, which is what ends loops (RFC 3834);
 * neither is anything beyond the limits per letter, or to a writer whose address is forgotten. Returns whether it is.
 */
export async function forwardReply(
  client: pg.PoolClient,
  context: { keys: KeyRing; now: Date },
  letter: ReplyLetter,
  { id, kind }: { id: string; kind: ReplyKind },
): Promise<boolean> {
  if (kind !== "answer" && kind !== "automatic") return false;
  const { rows } = await client.query<{ all: number; automatic: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE kind = 'automatic')::int AS automatic
     FROM letter_reply WHERE letter_id = $1 AND forward_id IS NOT NULL`,
    [letter.id],
  );
  const forwarded = rows[0] ?? { all: 0, automatic: 0 };
  if (forwarded.all >= FORWARDED_PER_LETTER) return false;
  if (kind === "automatic" && forwarded.automatic >= AUTOMATIC_FORWARDED) return false;
  const mail = { kind: "reply", priority: FORWARD_PRIORITY, payload: { reply: id } } as const;
  const forwardId = await mailWriter(client, context, letter, mail);
  if (!forwardId) return false;
  await client.query("UPDATE letter_reply SET forward_id = $2 WHERE id = $1", [id, forwardId]);
  return true;
}

/**
 * Writes a mail to the writer of a letter, about it. Takes the letter, the mail's kind, priority and payload. Returns
 * its id; null where the writer's address is forgotten.
 */
export async function mailWriter(
  client: pg.PoolClient,
  context: { keys: KeyRing; now: Date },
  { id: subjectId, locale, email_enc }: ReplyLetter,
  mail: Pick<NewMail, "kind" | "priority" | "payload">,
): Promise<string | null> {
  if (!email_enc) return null;
  const read = readAddress(openField(context.keys, "email", email_enc));
  if (!read.ok) throw new Error(`the address of a letter cannot be read: ${read.problem}`);
  return await writeMail(client, context, { ...mail, subjectId, locale, to: read.address });
}
