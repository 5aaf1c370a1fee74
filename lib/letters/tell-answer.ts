import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { ToldAnswer } from "./answer-schema";
import { type LockedLetter, type OwnLetterRefusal, onOwnLetter } from "./on-own-letter";
import { sealReply } from "./sealed-reply";
import { LEFT_STATES } from "./states";
import type { LetterContext } from "./write-letter";

/** `not-left`: its office never got it, so there is nothing to tell. */
export type TellRefusal = OwnLetterRefusal | { ok: false; reason: "erased" | "not-left" };
export type TellResult = { ok: true; status: "answered" } | TellRefusal;

/**
 * A writer says whether the office answered, and if they wish what. Takes the token of their link. A letter has one
 * such word, and a new one replaces it, with what was told before; what a moderator showed of that is hidden till looked
 * at again. It changes nothing of what is verified: a letter that a writer calls returned stays what the mail servers say.
 * Refuses a letter that has not left, also one that the campaign did not send.
 */
export function tellAnswer(context: LetterContext, token: string, told: ToldAnswer): Promise<TellResult> {
  return onOwnLetter<TellResult>(context, token, async (client, letter) => {
    if (letter.erased_at) return { ok: false, reason: "erased" };
    const hasLeft = letter.left_at !== null && LEFT_STATES.some((state) => state === letter.state);
    if (!hasLeft) return { ok: false, reason: "not-left" };
    await writeTold(client, context.keys, letter, told, context.now);
    await client.query("UPDATE letter SET ask_at = NULL WHERE id = $1", [letter.id]);
    return { ok: true, status: "answered" };
  });
}

/** There is nothing to offer where nothing is told, and nothing to tell where there was no answer. */
async function writeTold(
  client: pg.PoolClient,
  keys: KeyRing,
  { id, campaign_id, target_id }: LockedLetter,
  { answer, gist = "", text = "", offer }: ToldAnswer,
  now: Date,
): Promise<void> {
  const said = answer === "none" ? { subject: "", text: "" } : { subject: gist, text };
  const { subject_enc, text_enc } = sealReply(keys, { from: "", ...said });
  const isOffered = offer === "on" && (subject_enc ?? text_enc) !== null;
  await client.query(
    `INSERT INTO letter_reply AS r (id, campaign_id, target_id, letter_id, via, answer, received_at, subject_enc, text_enc, moderation)
     VALUES ($1, $2, $3, $4, 'told', $5, $6, $7, $8, $9)
     ON CONFLICT (letter_id) WHERE via = 'told' DO UPDATE SET answer = excluded.answer, received_at = excluded.received_at,
       subject_enc = excluded.subject_enc, text_enc = excluded.text_enc, moderation = excluded.moderation, shown_text = NULL`,
    [
      randomUUID(),
      campaign_id,
      target_id,
      id,
      answer,
      now,
      subject_enc,
      text_enc,
      isOffered ? "offered" : "private",
    ],
  );
}
