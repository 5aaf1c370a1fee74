import type { ComposedLetter, LetterParts, LetterText } from "./types";

/** Puts a letter together. */
export function composeText(parts: LetterParts): ComposedLetter {
  throw new Error(`not composed yet: ${parts.version.id}`);
}

/** What stands under a letter for these claims, in their order. */
export function notesFor(
  claims: readonly string[],
  parts: Pick<LetterParts, "claims" | "campaign" | "appUrl" | "version">,
): string[] {
  throw new Error(`not composed yet: ${claims.length} ${parts.version.id}`);
}

/** Whether a letter says nothing but what its template says. */
export function isUnchanged(
  parts: Pick<LetterParts, "version" | "office" | "writer">,
  sent: Pick<LetterText, "text">,
): boolean {
  throw new Error(`not composed yet: ${parts.version.id} ${sent.text.length}`);
}
