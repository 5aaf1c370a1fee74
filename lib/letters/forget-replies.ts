import type pg from "pg";
import { SAID } from "./quarantine-room";
import { REPLY_KEPT } from "./reply-limits";

/**
 * SQL that destroys what an answer says, and by what it could be found again: its moment too, for the writer was here when
 * they told of it, and got mail when it came. That there was one, on which day, and what kind, stays.
 */
const FORGET = `subject_enc = NULL, text_enc = NULL, provider_id = NULL, fetch_at = NULL, forward_id = NULL, note = NULL,
  received_at = date_trunc('day', received_at, 'UTC')`;

/**
 * Destroys what was answered to a letter, with its files, because its writer erases it: also what the writer told, and
 * what is shown of that. What a moderator shows of an office's own words names nobody, and stays. Within the
 * transaction that holds the letter. Its mails are emptied with the letter's others.
 */
export async function forgetReplies(client: pg.PoolClient, letterId: string): Promise<void> {
  await handOn(client, letterId);
  await client.query(
    "DELETE FROM reply_attachment WHERE reply_id IN (SELECT id FROM letter_reply WHERE letter_id = $1)",
    [letterId],
  );
  // What has not been fetched is nobody's answer yet.
  await client.query("DELETE FROM letter_reply WHERE letter_id = $1 AND via = 'relay' AND kind IS NULL", [
    letterId,
  ]);
  await client.query(
    `UPDATE letter_reply SET ${FORGET},
       moderation = CASE WHEN via = 'told' THEN 'private' ELSE moderation END, shown_text = CASE WHEN via = 'relay' THEN shown_text END
     WHERE letter_id = $1`,
    [letterId],
  );
}

/**
 * What a mail to several letters says is kept with one of them: where that one goes, another of them keeps it. The lock
 * comes first, so that an answer that is being stored beside it is either seen here or keeps the words itself.
 */
async function handOn(client: pg.PoolClient, letterId: string): Promise<void> {
  await client.query("SELECT FROM letter_reply WHERE letter_id = $1 FOR UPDATE", [letterId]);
  await client.query(
    `WITH heir AS (
       UPDATE letter_reply h SET subject_enc = k.subject_enc, text_enc = k.text_enc, note = k.note FROM letter_reply k
       WHERE k.letter_id = $1 AND num_nonnulls(k.subject_enc, k.text_enc) > 0 AND h.id = (SELECT o.id FROM letter_reply o
         WHERE o.provider_id = k.provider_id AND o.letter_id <> k.letter_id AND o.${SAID} ORDER BY o.id LIMIT 1)
       RETURNING h.id, k.id AS former)
     UPDATE reply_attachment a SET reply_id = heir.id FROM heir WHERE a.reply_id = heir.former`,
    [letterId],
  );
}

/**
 * Forgets what answers say, and their files, REPLY_KEPT after they came. Returns how many. Kinds, days, sums and what
 * is shown stay.
 */
export async function expireReplies(pool: pg.Pool, now: Date): Promise<number> {
  const before = new Date(now.getTime() - REPLY_KEPT);
  await pool.query(
    "DELETE FROM reply_attachment a USING letter_reply r WHERE r.id = a.reply_id AND r.received_at < $1",
    [before],
  );
  const { rowCount } = await pool.query(
    `UPDATE letter_reply SET ${FORGET}, moderation = CASE WHEN moderation = 'offered' THEN 'private' ELSE moderation END
     WHERE received_at < $1 AND (num_nonnulls(subject_enc, text_enc, provider_id, fetch_at, forward_id, note) > 0
       OR received_at <> date_trunc('day', received_at, 'UTC'))`,
    [before],
  );
  return rowCount ?? 0;
}
