import type { Segment } from "./types";

/** One thing that is searched for: a word or a phrase. `whole`: its last word must end where it does. */
export type Term = { text: string; whole: boolean };

/** Chinese characters, kana and Hangul: written without spaces, or with endings, so that any part may be looked for. */
const CJK =
  "\\u3005-\\u3007\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const IN_WORD = `(?:(?![${CJK}])[\\p{L}\\p{N}])`;
const ENDS_IN_CJK = new RegExp(`[${CJK}]$`, "u");
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const QUOTED = /["“”„‟«»「」『』]([^"“”„‟«»「」『』]+)["“”„‟«»「」『』]/gu;
/** Shorter words mean themselves: "un" is no beginning of "under". */
const SHORTEST_BEGINNING = 3;
const UNCOMPOSED: Record<string, string> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ħ: "h",
  ı: "i",
  ß: "ss",
  æ: "ae",
  œ: "oe",
};

/**
 * Reads what a person typed: words, of which the beginning is enough, and phrases in quotation marks of any script.
 * Takes any string; what has no letter or digit is left out.
 */
export function parseSearch(typed: string): Term[] {
  const given = typed.normalize("NFC").replace(/\p{Cc}/gu, " ");
  const phrases = [...given.matchAll(QUOTED)].map(([, phrase = ""]) => ({
    text: phrase.trim(),
    quoted: true,
  }));
  const words = given.replace(QUOTED, " ").split(/\s+/u);
  return [...phrases, ...words.map((text) => ({ text, quoted: false }))].flatMap(({ text, quoted }) => {
    const last = wordsOf(text).at(-1);
    if (last === undefined) return [];
    const isShort = last.length < SHORTEST_BEGINNING;
    return [{ text, whole: !ENDS_IN_CJK.test(last) && (quoted || isShort) }];
  });
}

/** A text in pieces, those marked that were searched for, by the rules of the search: in any case, with any diacritics. */
export function markWords(text: string, terms: readonly Term[]): Segment[] {
  const composed = text.normalize("NFC");
  return cutAt(composed, foundIn(composed, terms));
}

/** How many of the terms a text has. */
export function countTerms(text: string, terms: readonly Term[]): number {
  return terms.filter((term) => foundIn(text.normalize("NFC"), [term]).length > 0).length;
}

/** About `length` characters of a text around the first of the terms, as pieces; cut between words. */
export function excerpt(text: string, terms: readonly Term[], length: number): Segment[] {
  const composed = text.normalize("NFC");
  if (composed.length <= length) return markWords(composed, terms);
  const first = foundIn(composed, terms)[0]?.[0] ?? 0;
  const from = first < length / 2 ? 0 : wordStart(composed, first - Math.floor(length / 3));
  const to = from + length >= composed.length ? composed.length : wordStart(composed, from + length);
  const shown = markWords(composed.slice(from, to).trim(), terms);
  const dots = { text: "…", marked: false };
  return [...(from > 0 ? [dots] : []), ...shown, ...(to < composed.length ? [dots] : [])];
}

/** The next place from which a word goes on, or the same place where none does for long. */
function wordStart(text: string, near: number): number {
  const gap = text.slice(near, near + 40).search(/\s/u);
  if (gap >= 0) return near + gap;
  return /[\udc00-\udfff]/.test(text.charAt(near)) ? near + 1 : near;
}

type Range = [from: number, to: number];

function foundIn(text: string, terms: readonly Term[]): Range[] {
  const { folded, places } = foldWithPlaces(text);
  const ranges = terms.flatMap((term) =>
    [...folded.matchAll(patternOf(term))].map(
      ({ 0: found, index }): Range => [places[index] ?? 0, places[index + found.length] ?? text.length],
    ),
  );
  return ranges.toSorted(([a], [b]) => a - b);
}

function patternOf({ text, whole }: Term): RegExp {
  const words = wordsOf(text).join("[^\\p{L}\\p{N}]+");
  const end = ENDS_IN_CJK.test(words) ? "" : whole ? `(?!${IN_WORD})` : `${IN_WORD}*`;
  return new RegExp(`(?<!${IN_WORD}(?![${CJK}]))(?:${words})${end}`, "gu");
}

function cutAt(text: string, ranges: readonly Range[]): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const [from, to] of ranges) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    if (start > done) segments.push({ text: text.slice(done, start), marked: false });
    segments.push({ text: text.slice(start, to), marked: true });
    done = to;
  }
  if (done < text.length) segments.push({ text: text.slice(done), marked: false });
  return segments;
}

function wordsOf(text: string): string[] {
  return foldWithPlaces(text).folded.match(WORD) ?? [];
}

/** The folding of `evidence_fold` (see the migration), without its pairs, and where each folded character came from. */
function foldWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const isGrouping =
      character === "," && /\d$/.test(folded) && /^\d{3}(?!\d)/.test(text.slice(at + 1, at + 5));
    const plain = isGrouping ? "" : foldCharacter(character);
    folded += plain;
    for (let index = 0; index < plain.length; index += 1) places.push(at);
    at += character.length;
  }
  places.push(at);
  return { folded, places };
}

function foldCharacter(character: string): string {
  const plain = character
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC");
  return UNCOMPOSED[plain] ?? plain;
}
