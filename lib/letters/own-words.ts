import type { Locale } from "@/lib/i18n/locales";

/**
 * What a writer says in a letter that its template does not: sentence by sentence, in order. Takes the letter, all that
 * the template can give this writer (with every choice made), and the letter's language.
 */
export function ownWords(text: string, given: string, language: Locale): string {
  const known = bare(given);
  const sentences = [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)];
  const own = sentences
    .map(({ segment }) => segment.replace(MARK, "").trim())
    .filter((sentence) => !known.includes(bare(sentence)));
  return own.join("\n");
}

const MARK = /\[\d{1,2}\]/g;

/** Letters and digits: neither marks of notes nor spaces, signs and case make words one's own. */
function bare(text: string): string {
  return text
    .replace(MARK, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
}
