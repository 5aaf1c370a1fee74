import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { readToken } from "@/lib/crypto/token";
import { inTransaction } from "@/lib/db/transaction";
import type { ToldAnswer } from "./answer-schema";
import { sealReply } from "./sealed-reply";
import { LEFT_STATES, type LetterState } from "./states";

export type TellResult =
  | { ok: true; status: "answered" }
  | { ok: false; reason: "unknown" | "expired" | "gone" | "erased" | "not-left" };

type Letter = { id: string; campaign_id: string; target_id: string; state: LetterState; erased: boolean };

/**
 * A writer says whether the office answered, and if they wish what. Takes the token of their link. A letter has one
 * such word, and a new one replaces it, with what was told before; what a moderator showed of that is hidden till looked
 * at again. It changes nothing of what is verified: a letter that a writer calls returned stays what the mail servers say.
 * Refuses a letter that has not left.
 */
export async function tellAnswer(
  { pool, keys, now }: { pool: pg.Pool; keys: KeyRing; now: Date },
  token: string,
  told: ToldAnswer,
): Promise<TellResult> {
  const read = readToken(keys, "own-letter", token);
  if (!read) return { ok: false, reason: "unknown" };
  if (read.expiresAt < now) return { ok: false, reason: "expired" };
  return await inTransaction(pool, async (client) => {
    const letter = await lockLetter(client, read.id);
    if (!letter) return { ok: false, reason: "gone" };
    if (letter.erased) return { ok: false, reason: "erased" };
    if (!LEFT_STATES.some((state) => state === letter.state)) return { ok: false, reason: "not-left" };
    await writeTold(client, keys, letter, told, now);
    await client.query("UPDATE letter SET ask_at = NULL WHERE id = $1", [letter.id]);
    return { ok: true, status: "answered" };
  });
}

async function lockLetter(client: pg.PoolClient, id: string): Promise<Letter | undefined> {
  const { rows } = await client.query<Letter>(
    "SELECT id, campaign_id, target_id, state, erased_at IS NOT NULL AS erased FROM letter WHERE id = $1 FOR UPDATE",
    [id],
  );
  return rows[0];
}

/** There is nothing to offer where nothing is told, and nothing to tell where there was no answer. */
async function writeTold(
  client: pg.PoolClient,
  keys: KeyRing,
  { id, campaign_id, target_id }: Letter,
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
