import { describe, expect, it } from "vitest";
import { COUNTRIES } from "./countries";
import { countryChoices, countryName } from "./country-names";
import { LOCALES } from "./locales";

describe.each(LOCALES)("countries in %s", (locale) => {
  it("are all named, each by a name of its own", () => {
    const names = countryChoices(locale).map(({ name }) => name);
    expect(names).toHaveLength(COUNTRIES.length);
    expect(new Set(names).size).toBe(COUNTRIES.length);
    for (const code of COUNTRIES) expect(countryName(code, locale), code).not.toBe(code);
  });

  it("stand in the order of the language", () => {
    const names = countryChoices(locale).map(({ name }) => name);
    expect(names).toEqual([...names].sort(new Intl.Collator(locale).compare));
  });
});

it("calls nobody a province or special region", () => {
  for (const locale of LOCALES) {
    for (const code of ["TW", "HK", "MO"])
      expect(countryName(code, locale)).not.toMatch(/province|SAR|省|特别|特別|행정|САР|район/i);
  }
});
