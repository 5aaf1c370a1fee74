import type { Locale } from "@/lib/i18n/locales";
import { foldText } from "./fold-text";

/**
 * What a writer says in a letter that its template does not: sentence by sentence, in order. Takes the letter, all that
 * the template can give this writer (with every choice made), and the letter's language.
 */
export function ownWords(text: string, given: string, language: Locale): string {
  const known = foldText(given);
  const sentences = [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)];
  const own = sentences
    .map(({ segment }) => segment.replace(MARK, "").trim())
    .filter((sentence) => !known.includes(foldText(sentence)));
  return own.join("\n");
}

const MARK = /\[\d{1,2}\]/g;
