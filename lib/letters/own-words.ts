import type { Locale } from "@/lib/i18n/locales";
import { foldText, MARK } from "./fold-text";
import type { LetterText } from "./types";

type Words = Pick<LetterText, "subject" | "text">;

/**
 * What a writer says in a letter that its template does not, the subject first, then sentence by sentence. Only a whole
 * sentence of the template is the template's: parts of it can be put together to say anything. Takes the letter with the
 * lines it is signed with, all that the template can give (with every choice made, unsigned), and the letter's language.
 */
export function ownWords(letter: Words & { signature: string[] }, given: Words, language: Locale): string {
  const known = new Set(["", given.subject, ...sentencesOf(given.text, language)].map(foldText));
  const sentences = [letter.subject, ...sentencesOf(unsigned(letter), language)];
  return sentences.filter((sentence) => !known.has(foldText(sentence))).join("\n");
}

/** Without marks, in whose brackets a sentence would end; line by line, for a salutation is no part of what follows. */
function sentencesOf(text: string, language: Locale): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  const lines = text.replace(MARK, "").split("\n");
  return lines.flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()));
}

function unsigned({ text, signature }: { text: string; signature: string[] }): string {
  const names = new Set(["", ...signature.map(foldText)]);
  const lines = text.split("\n");
  return lines.slice(0, lines.findLastIndex((line) => !names.has(foldText(line))) + 1).join("\n");
}
