import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { type NewMail, writeMail } from "@/lib/mail/write-mail";
import {
  AUTOMATIC_FORWARDED,
  FORWARD_PRIORITY,
  FORWARDED_PER_LETTER,
  LETTERS_FORWARDED_AT_ONCE,
} from "./reply-limits";
import { writerAddress } from "./writer-address";

/** A letter whose row is held; without an address once its writer is forgotten. */
export type ReplyLetter = { id: string; locale: string; email_enc: Buffer | null };

/** SQL over `r`: an answer that may be forwarded, and whose words are kept, with it or with another letter's. */
const FORWARDABLE = `r.kind IN ('answer', 'automatic') AND r.forward_id IS NULL AND EXISTS (SELECT FROM letter_reply k
  WHERE k.provider_id = r.provider_id AND num_nonnulls(k.subject_enc, k.text_enc) > 0)`;
/**
 * SQL over `r`: its mail came for more letters than are forwarded without their team's word, and its own campaign's is
 * lacking.
 */
export const WAITS_FOR_TEAM = `${FORWARDABLE} AND (SELECT count(*) > ${LETTERS_FORWARDED_AT_ONCE} AND count(m.forward_id) FILTER (WHERE m.campaign_id = r.campaign_id) = 0
  FROM letter_reply m WHERE m.provider_id = r.provider_id)`;

/**
 * Writes the mail that forwards an answer to the letter's writer, text only (compose-reply-forward.ts), in the
 * transaction that stores the answer. Reports and our own mails are not forwarded, which is what ends loops (RFC 3834);
 * neither is anything beyond the limits per letter, or to a writer whose address is forgotten, nor, unless `released`, a
 * mail for many letters. Returns whether it is.
 */
export async function forwardReply(
  client: pg.PoolClient,
  context: { keys: KeyRing; now: Date; released?: boolean },
  letter: ReplyLetter,
  id: string,
): Promise<boolean> {
  const waits = context.released ? "false" : WAITS_FOR_TEAM;
  const { rows } = await client.query<{ automatic: boolean; all: number; automatics: number }>(
    `SELECT r.kind = 'automatic' AS automatic, count(o.id)::int AS all, count(o.id) FILTER (WHERE o.kind = 'automatic')::int AS automatics
     FROM letter_reply r LEFT JOIN letter_reply o ON o.letter_id = r.letter_id AND o.forward_id IS NOT NULL
     WHERE r.id = $1 AND ${FORWARDABLE} AND NOT (${waits}) GROUP BY r.id`,
    [id],
  );
  const [reply] = rows;
  if (!reply || reply.all >= FORWARDED_PER_LETTER) return false;
  if (reply.automatic && reply.automatics >= AUTOMATIC_FORWARDED) return false;
  const mail = { kind: "reply", priority: FORWARD_PRIORITY, payload: { reply: id } } as const;
  const forwardId = await mailWriter(client, context, letter, mail);
  if (!forwardId) return false;
  await client.query("UPDATE letter_reply SET forward_id = $2 WHERE id = $1", [id, forwardId]);
  return true;
}

/**
 * Writes a mail to the writer of a letter, about it. Takes the letter, the mail's kind, priority and payload. Returns
 * its id; null where the writer's address is forgotten, or none to mail to by now.
 */
export async function mailWriter(
  client: pg.PoolClient,
  context: { keys: KeyRing; now: Date },
  letter: ReplyLetter,
  mail: Pick<NewMail, "kind" | "priority" | "payload">,
): Promise<string | null> {
  const to = writerAddress(context.keys, letter);
  if (!to) return null;
  return await writeMail(client, context, { ...mail, subjectId: letter.id, locale: letter.locale, to });
}
