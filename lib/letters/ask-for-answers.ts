import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { mailWriter, type ReplyLetter } from "./forward-reply";
import { ASK_AGAIN, ASK_PRIORITY } from "./reply-limits";

/** Mails of one pass: a campaign's letters of one morning are asked about over some passes. */
const AT_ONCE = 500;
/** The first question and one more. */
const QUESTIONS = 2;

/**
 * SQL over `l` that is true where nobody knows of an answer: none came to the relay address, and the writer has not said.
 * An automatic receipt is no answer.
 */
export const UNANSWERED = `NOT EXISTS (SELECT FROM letter_reply r WHERE r.letter_id = l.id
  AND (r.via = 'told' OR (r.via = 'relay' AND (r.kind = 'answer' OR r.kind IS NULL))))`;

/**
 * Asks writers who agreed whether the office answered: when `ask_at` has come, and once more ASK_AGAIN later. Writes the mails; each is looked at again as it leaves, and none goes to an address whose owner has ended
 * mails (compose-ask-answer.ts, prepare-mails.ts). A writer who is forgotten is not asked. Returns how many.
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
       AND l.ask_at <= $1 AND l.asked < $2
     ORDER BY l.ask_at, l.id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [now, QUESTIONS, AT_ONCE],
  );
  return rows;
}
