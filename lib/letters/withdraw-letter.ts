import type { OwnLetterRefusal } from "./own-letter";
import type { LetterContext } from "./write-letter";

/** `deleted`: it was a draft, and nothing is left of it. */
export type WithdrawLetterResult =
  | { ok: true; status: "withdrawn" | "deleted"; campaign: string }
  | OwnLetterRefusal;

/** Its writer takes a letter back that has not left. */
export async function withdrawLetter(_context: LetterContext, token: string): Promise<WithdrawLetterResult> {
  throw new Error(`not written yet: ${token.length}`);
}
