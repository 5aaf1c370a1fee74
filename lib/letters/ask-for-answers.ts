import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { mailWriter, type ReplyLetter } from "./forward-reply";
import { ASK_AFTER } from "./limits";
import { ASK_AGAIN, ASK_PRIORITY } from "./reply-limits";

/** Mails of one pass: a campaign's letters of one morning are asked about over some passes. */
const AT_ONCE = 500;
/** The first question and one more. */
const QUESTIONS = 2;

/**
 * SQL over `l` that is true where nobody knows of an answer: none came to the relay address, and the writer has not said.
 * An automatic receipt is no answer, and what could never be fetched is none either.
 */
export const UNANSWERED = `NOT EXISTS (SELECT FROM letter_reply r WHERE r.letter_id = l.id
  AND (r.via = 'told' OR (r.via = 'relay' AND (r.kind = 'answer' OR r.fetch_at IS NOT NULL))))`;

/**
 * Asks writers who agreed whether the office answered: ASK_AFTER after their letter left, and once more ASK_AGAIN later.
 * Writes the mails; each is looked at again as it leaves, and none goes to an address whose owner has ended mails
 * (compose-ask-answer.ts, prepare-mails.ts). A writer who is forgotten is not asked. Returns how many.
 */
export async function askForAnswers(
  { pool, keys }: { pool: pg.Pool; keys: KeyRing },
  now: Date,
): Promise<number> {
  return await inTransaction(pool, async (client) => {
    const letters = await takeDue(client, now);
    for (const letter of letters)
      await mailWriter(client, { keys, now }, letter, { kind: "ask-answer", priority: ASK_PRIORITY });
    await client.query(
      `UPDATE letter SET asked = asked + 1, ask_at = CASE WHEN asked + 1 < $2 THEN $3::timestamptz END WHERE id = ANY ($1)`,
      [letters.map(({ id }) => id), QUESTIONS, new Date(now.getTime() + ASK_AGAIN)],
    );
    return letters.length;
  });
}

async function takeDue(client: pg.PoolClient, now: Date): Promise<ReplyLetter[]> {
  const { rows } = await client.query<ReplyLetter>(
    `SELECT l.id, l.locale, l.email_enc FROM letter l
     WHERE l.follow_up AND l.email_enc IS NOT NULL AND l.state IN ('sent', 'delivered') AND ${UNANSWERED}
       AND ((l.asked = 0 AND l.left_at <= $1) OR (l.asked < $2 AND l.ask_at <= $3))
     ORDER BY l.left_at, l.id LIMIT $4 FOR UPDATE SKIP LOCKED`,
    [new Date(now.getTime() - ASK_AFTER), QUESTIONS, now, AT_ONCE],
  );
  return rows;
}
