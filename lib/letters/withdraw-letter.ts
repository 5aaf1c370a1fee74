import type pg from "pg";
import { journal } from "@/lib/db/journal";
import { deleteDraft, destroyLetters } from "./destroy-letter";
import { moveLetter } from "./move-letter";
import { type LockedLetter, type OwnLetterRefusal, onOwnLetter } from "./on-own-letter";
import { mayMove } from "./states";
import type { LetterContext } from "./write-letter";

/** `deleted`: it was a draft, and nothing is left of it. */
export type WithdrawLetterResult =
  | { ok: true; status: "withdrawn" | "deleted"; campaign: string }
  | OwnLetterRefusal;

/**
 * Its writer takes a letter back that has not left: its words and its writer are destroyed at once, a draft wholly. One
 * whose mail waits in the outbox comes back from there. A second call does nothing more. Refuses one that is on its way
 * this minute or has left.
 */
export function withdrawLetter(context: LetterContext, token: string): Promise<WithdrawLetterResult> {
  return onOwnLetter<WithdrawLetterResult>(context, token, async (client, letter) => {
    const { campaign, state } = letter;
    if (state === "withdrawn") return { ok: true, status: "withdrawn", campaign };
    if (state === "draft")
      return { ok: true, status: await forgetDraft(client, letter, context.now), campaign };
    if (!(await canComeBack(client, letter, context.now)))
      return { ok: false, reason: state === "leaving" ? "leaving" : "left", campaign };
    await withdrawRow(client, letter.id, "writer", context.now);
    await journal(client, "erase", letter.id, context.now);
    return { ok: true, status: "withdrawn", campaign };
  });
}

/** Deletes a draft for its writer, and has a restore do it again. */
export async function forgetDraft(
  client: pg.PoolClient,
  { id }: LockedLetter,
  now: Date,
): Promise<"deleted"> {
  await deleteDraft(client, id);
  await journal(client, "erase", id, now);
  return "deleted";
}

/** Moves a letter that may be withdrawn, and destroys its words and writer. */
export async function withdrawRow(
  client: pg.PoolClient,
  id: string,
  actor: string,
  now: Date,
  note?: string,
): Promise<void> {
  await moveLetter(client, { id, move: "withdraw", actor, now, note });
  await destroyLetters(client, [id]);
  await client.query("UPDATE letter SET reply_tag_hash = NULL WHERE id = $1", [id]);
}

/**
 * Whether a letter whose row is held can still be kept from leaving; takes its mail out of the outbox where it waits there.
 * A mail that the relay holds in this moment is on its way: it is not waited for, as the relay may wait for this letter.
 */
export async function canComeBack(
  client: pg.PoolClient,
  { id, state, mail_id }: LockedLetter,
  now: Date,
): Promise<boolean> {
  if (mayMove(state, "withdraw")) return true;
  if (!mayMove(state, "take-back")) return false;
  const { rowCount } = await client.query(
    `UPDATE outbox_mail SET state = 'dropped', note = 'taken back by its writer', address_enc = NULL, payload_enc = NULL
     WHERE id = (SELECT id FROM outbox_mail WHERE id = $1 AND state = 'waiting' FOR UPDATE SKIP LOCKED)`,
    [mail_id],
  );
  if (rowCount !== 1) return false;
  await moveLetter(client, { id, move: "take-back", actor: "writer", now });
  await client.query("UPDATE letter SET mail_id = NULL WHERE id = $1", [id]);
  return true;
}
