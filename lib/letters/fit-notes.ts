import { MARK } from "./fold-text";

/**
 * Brings marks and sources of a letter together: sources that no mark stands for any more are left out, and the marks
 * count on without a gap. Takes the text and the keys of the claims behind its marks, in order. Null where a mark has no
 * source. The same text comes back where nothing was taken out.
 */
export function fitNotes(text: string, claims: readonly string[]): { text: string; claims: string[] } | null {
  const numbers = new Set([...text.matchAll(MARK)].map(([, number]) => Number(number)));
  if ([...numbers].some((number) => number < 1 || number > claims.length)) return null;
  const kept = claims.flatMap((claim, index) => (numbers.has(index + 1) ? [{ claim, was: index + 1 }] : []));
  const now = new Map(kept.map(({ was }, index) => [was, index + 1]));
  return {
    text: text.replace(MARK, (_, number: string) => `[${now.get(Number(number))}]`),
    claims: kept.map(({ claim }) => claim),
  };
}
