import type { Locale } from "./locales";

/** What the platform writes with is made once for each language: making one takes as long as writing fifty times. */
export function oncePerLocale<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return (locale) => {
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}
