import { expect, it } from "vitest";
import { languageName } from "./language-names";
import { LOCALES } from "./locales";

it.each([
  ["ko", "en", "Korean"],
  ["zh-Hant", "en", "Traditional Chinese"],
  ["en", "ja", "英語"],
  ["en", "ru", "английский"],
] as const)("calls %s in %s %s", (tag, locale, name) => {
  expect(languageName(tag, locale)).toBe(name);
});

it.each(LOCALES)("has in %s a name of its own for each language of the site", (locale) => {
  const names = LOCALES.map((tag) => languageName(tag, locale));
  expect(new Set(names).size).toBe(LOCALES.length);
  for (const name of names) expect(LOCALES).not.toContain(name);
});
