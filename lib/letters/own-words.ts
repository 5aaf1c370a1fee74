import type { Locale } from "@/lib/i18n/locales";

const MARK = /\[\d{1,2}\]/g;

/**
 * What a writer says in a letter that its template does not: sentence by sentence, in order. Takes the letter, all that
 * the template can give this writer (with every choice made), and the letter's language.
 */
export function ownWords(text: string, given: string, language: Locale): string {
  const known = bare(given);
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  // Without marks, in whose brackets a sentence would end; line by line, for a salutation is no part of what follows.
  const lines = text.replace(MARK, "").split("\n");
  const sentences = lines.flatMap((line) =>
    [...segmenter.segment(line)].map(({ segment }) => segment.trim()),
  );
  return sentences.filter((sentence) => !known.includes(bare(sentence))).join("\n");
}

/** Letters and digits: neither marks of notes nor spaces, signs and case make words one's own. */
function bare(text: string): string {
  return text
    .replace(MARK, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
}
