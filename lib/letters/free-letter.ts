import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import type { LetterVersion } from "./types";

/**
 * What a letter to an office that no template is for begins and ends with, in a language; all between is the writer's.
 * It has the form of a template's text, is stored nowhere and has the number 0, which none has.
 */
export function freeLetter(locale: Locale): LetterVersion {
  const { salutation, farewell } = messagesFor(locale).letters.free;
  const said = { opening: [], topics: [], request: [], demands: [], closing: [] };
  return {
    ...{ id: "", number: 0, locale, title: "", subject: "", digest: "", publishedAt: new Date(0) },
    body: { salutations: [{ text: salutation }], ...said, farewell },
  };
}
