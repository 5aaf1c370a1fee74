import type { Locale } from "./locales";
import { oncePerLocale } from "./once-per-locale";

const names = oncePerLocale((locale) => new Intl.DisplayNames([locale], { type: "language" }));

/** A language's name in a page's language, in the form that stands inside a sentence (CLDR). Takes a BCP 47 tag; an unknown one comes back as it is. */
export function languageName(tag: string, locale: Locale): string {
  return names(locale).of(tag) ?? tag;
}
