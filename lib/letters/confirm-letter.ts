import type { OwnLetterRefusal } from "./own-letter";
import type { LetterState } from "./states";
import type { LetterContext } from "./write-letter";

export type ConfirmLetterResult =
  | { ok: true; state: LetterState; campaign: string; locale: string }
  | OwnLetterRefusal;

/** The writer's mailbox says yes. */
export async function confirmLetter(_context: LetterContext, token: string): Promise<ConfirmLetterResult> {
  throw new Error(`not written yet: ${token.length}`);
}
