/** The languages of Vigil, as they stand in paths (BCP 47). English is complete; the others fall back to it. */
export const LOCALES = ["en", "ko", "ja", "zh-Hans", "zh-Hant", "ru"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "en";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}
