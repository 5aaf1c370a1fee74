import type pg from "pg";
import { EMPTY_LETTER_MAIL } from "@/lib/signatures/destroy-traces";
import { forgetReplies } from "./forget-replies";

type Queryable = Pick<pg.PoolClient, "query">;

/**
 * SQL that destroys what a letter said, who wrote it and from where. Moments are cut to their day, that of leaving to its
 * week: whoever watched a network could find the writer by them. What stays: digest, topics, demands, states.
 */
const DESTROY_LETTER = `name_enc = NULL, email_enc = NULL, email_hash = NULL, subject_enc = NULL, body_enc = NULL, country = NULL,
  likeness = '{}', ask_at = NULL, follow_up = false,
  requested_at = date_trunc('day', requested_at, 'UTC'), expires_at = date_trunc('day', expires_at, 'UTC'),
  confirmed_at = date_trunc('day', confirmed_at, 'UTC'), queued_at = date_trunc('day', queued_at, 'UTC'),
  state_at = date_trunc('day', state_at, 'UTC'), left_at = date_trunc('week', left_at, 'UTC')`;

/**
 * Destroys letters' words and writers, when what happened to them was, and what mails still know of them. Takes ids of
 * letters that are not on their way. What leads an answer to its letter stays, for offices answer late.
 */
export async function destroyLetters(client: Queryable, ids: string[]): Promise<void> {
  await client.query(`UPDATE letter SET ${DESTROY_LETTER} WHERE id = ANY ($1)`, [ids]);
  await cutEvents(client, ids);
  await client.query(`UPDATE outbox_mail SET ${EMPTY_LETTER_MAIL} WHERE subject_id = ANY ($1)`, [ids]);
}

/** Events are never changed: new ones take their place, at their day, a thousandth apart so that they keep their order. */
async function cutEvents(client: Queryable, ids: string[]): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM letter_event WHERE letter_id = ANY ($1) RETURNING id, letter_id, at, kind, actor, note)
     INSERT INTO letter_event (id, letter_id, at, kind, actor, note)
     SELECT gen_random_uuid(), letter_id, date_trunc('day', at, 'UTC')
         + interval '1 millisecond' * row_number() OVER (PARTITION BY letter_id ORDER BY at, id), kind, actor, note
     FROM gone`,
    [ids],
  );
}

/** … and for its writer also what was answered to it, for good. */
export async function eraseLetterRow(client: pg.PoolClient, id: string, now: Date): Promise<void> {
  await destroyLetters(client, [id]);
  await forgetReplies(client, id);
  await client.query(
    "UPDATE letter SET reply_tag_hash = NULL, erased_at = coalesce(erased_at, date_trunc('day', $2::timestamptz, 'UTC')) WHERE id = $1",
    [id, now],
  );
}

/** A draft leaves nothing but that its mailbox was mailed, for the limit per mailbox. */
export async function deleteDraft(client: Queryable, id: string): Promise<void> {
  await client.query(`UPDATE outbox_mail SET ${EMPTY_LETTER_MAIL} WHERE subject_id = $1`, [id]);
  await client.query("DELETE FROM letter WHERE id = $1 AND state = 'draft'", [id]);
}
