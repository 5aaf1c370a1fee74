import type pg from "pg";
import { journal } from "@/lib/db/journal";
import { eraseLetterRow } from "./destroy-letter";
import { moveLetter } from "./move-letter";
import { noteUse } from "./note-use";
import { type LockedLetter, type OwnLetterRefusal, onOwnLetter } from "./on-own-letter";
import { mayMove } from "./states";
import { canComeBack, forgetDraft } from "./withdraw-letter";
import type { LetterContext } from "./write-letter";

export type EraseLetterResult = { ok: true; status: "erased"; campaign: string } | OwnLetterRefusal;

/**
 * Destroys what a letter said, who wrote it, and what was answered to it, for its writer; one that has not left does
 * not leave. That there was one, its topics and what became of it stay counted. Cannot be undone, and what the office
 * has got it keeps; for the limits per writer it goes on counting (note-use.ts). A second call does nothing more.
 * Refuses one that is on its way this minute.
 */
export function eraseLetter(context: LetterContext, token: string): Promise<EraseLetterResult> {
  return onOwnLetter<EraseLetterResult>(context, token, async (client, letter) => {
    const { id, campaign, state } = letter;
    const { now } = context;
    const erased = { ok: true, status: "erased", campaign } as const;
    if (letter.erased_at) return erased;
    if (state === "draft") await forgetDraft(client, letter, now);
    if (state === "draft") return erased;
    if (await canComeBack(client, letter, now))
      await moveLetter(client, { id, move: "withdraw", actor: "writer", now });
    else if (mayMove(state, "take-back")) return { ok: false, reason: "leaving", campaign };
    else await keepForLimits(client, context, letter);
    await eraseLetterRow(client, id, now);
    await journal(client, "erase", id, now);
    return erased;
  });
}

/** What was withdrawn before it left counts for nothing. */
async function keepForLimits(
  client: pg.PoolClient,
  context: LetterContext,
  { state, email_hash, confirmed_at, target_id, office }: LockedLetter,
): Promise<void> {
  if (state === "withdrawn" || !email_hash || !confirmed_at) return;
  await noteUse(client, context, { email_hash, confirmed_at, target_id, office });
}
