import { COUNTRIES } from "./countries";
import type { Locale } from "./locales";
import { oncePerLocale } from "./once-per-locale";

/**
 * Names that differ from what the platform's data give, reviewed by hand. Where a territory's status is disputed the
 * name is the short one in common use, without a statement about sovereignty.
 */
const EXCEPTIONS: Partial<Record<string, Partial<Record<Locale, string>>>> = {
  HK: { en: "Hong Kong", ko: "홍콩", ja: "香港", "zh-Hans": "香港", "zh-Hant": "香港", ru: "Гонконг" },
  MO: { en: "Macau", ko: "마카오", ja: "マカオ", "zh-Hans": "澳门", "zh-Hant": "澳門", ru: "Макао" },
  TW: { en: "Taiwan", ko: "대만", ja: "台湾", "zh-Hans": "台湾", "zh-Hant": "台灣", ru: "Тайвань" },
  PS: {
    en: "Palestine",
    ko: "팔레스타인",
    ja: "パレスチナ",
    "zh-Hans": "巴勒斯坦",
    "zh-Hant": "巴勒斯坦",
    ru: "Палестина",
  },
  CN: { en: "China", ko: "중국", ja: "中国", "zh-Hans": "中国", "zh-Hant": "中國", ru: "Китай" },
  KP: {
    en: "North Korea",
    ko: "북한",
    ja: "北朝鮮",
    "zh-Hans": "朝鲜",
    "zh-Hant": "北韓",
    ru: "Северная Корея",
  },
  KR: {
    en: "South Korea",
    ko: "대한민국",
    ja: "韓国",
    "zh-Hans": "韩国",
    "zh-Hant": "南韓",
    ru: "Южная Корея",
  },
};

export type CountryChoice = { code: string; name: string };
const lists = new Map<Locale, CountryChoice[]>();
const platformNames = oncePerLocale((locale) => new Intl.DisplayNames([locale], { type: "region" }));

/** A country's name in a language; the code itself where nobody has named it. Takes ISO 3166-1 alpha-2, upper case. */
export function countryName(code: string, locale: Locale): string {
  return EXCEPTIONS[code]?.[locale] ?? platformNames(locale).of(code) ?? code;
}

/** Countries of which any may be meant, in words. Takes ISO 3166-1 codes, one at least. */
export function anyCountryOf(codes: readonly string[], locale: Locale): string {
  const words = new Intl.ListFormat(locale === "en" ? "en-GB" : locale, { type: "disjunction" });
  return words.format(codes.map((code) => countryName(code, locale)));
}

/** All countries and regions in a language, in that language's own order. */
export function countryChoices(locale: Locale): CountryChoice[] {
  const known = lists.get(locale);
  if (known) return known;
  const { compare } = new Intl.Collator(locale);
  const named = COUNTRIES.map((code) => ({ code, name: countryName(code, locale) }));
  const sorted = named.sort((a, b) => compare(a.name, b.name));
  lists.set(locale, sorted);
  return sorted;
}

/** Countries, and the European Union in its place among them: where offices of other countries stand. */
export function officeCountryChoices(locale: Locale): CountryChoice[] {
  const { compare } = new Intl.Collator(locale);
  const union = { code: "EU", name: countryName("EU", locale) };
  return [...countryChoices(locale), union].sort((a, b) => compare(a.name, b.name));
}
