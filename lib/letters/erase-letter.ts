import type { OwnLetterRefusal } from "./own-letter";
import type { LetterContext } from "./write-letter";

export type EraseLetterResult = { ok: true; status: "erased"; campaign: string } | OwnLetterRefusal;

/** Destroys what a letter said and who wrote it; one that has not left does not leave. */
export async function eraseLetter(_context: LetterContext, token: string): Promise<EraseLetterResult> {
  throw new Error(`not written yet: ${token.length}`);
}
