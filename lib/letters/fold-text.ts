/** Marks of notes in a text: [1], [2] … */
export const MARK = /\[(\d{1,2})\]/g;

/**
 * Letters and digits alone, without the marks of notes: neither spaces, lines, signs nor case make words one's own, and
 * what a mail program does to them is nobody's doing.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[^\p{L}\p{M}\p{N}[\]]+/gu, "")
    .replace(MARK, "")
    .replace(/[[\]]/g, "")
    .toLowerCase();
}
