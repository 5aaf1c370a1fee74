import type pg from "pg";
import { EMPTY_MAIL } from "@/lib/signatures/destroy-traces";
import { forgetReplies } from "./forget-replies";

type Queryable = Pick<pg.PoolClient, "query">;

/** SQL that destroys what a letter said, who wrote it and from where. What stays: digest, topics, demands, states and their times. */
export const DESTROY_LETTER = `name_enc = NULL, email_enc = NULL, email_hash = NULL, subject_enc = NULL, body_enc = NULL, country = NULL,
  likeness = '{}', ask_at = NULL, follow_up = false`;

/**
 * Destroys letters' words and writers, and what mails still know of them. Takes ids of letters that are not on their way. What
 * leads an answer to its letter stays, for offices answer late.
 */
export async function destroyLetters(client: Queryable, ids: string[]): Promise<void> {
  await client.query(`UPDATE letter SET ${DESTROY_LETTER} WHERE id = ANY ($1)`, [ids]);
  await client.query(`UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id = ANY ($1)`, [ids]);
}

/** … and for its writer also what was answered to it, for good. */
export async function eraseLetterRow(client: pg.PoolClient, id: string, now: Date): Promise<void> {
  await destroyLetters(client, [id]);
  await forgetReplies(client, id);
  await client.query(
    "UPDATE letter SET reply_tag_hash = NULL, erased_at = coalesce(erased_at, $2) WHERE id = $1",
    [id, now],
  );
}

/** A draft leaves nothing. */
export async function deleteDraft(client: Queryable, id: string): Promise<void> {
  await client.query(`UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id = $1`, [id]);
  await client.query("DELETE FROM letter WHERE id = $1 AND state = 'draft'", [id]);
}
