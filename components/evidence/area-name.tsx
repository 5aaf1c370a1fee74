import { countryName } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import { provinceNames } from "./province-shapes";

type AreaNameProps = {
  code: string;
  locale: Locale /** Without the country, for a drawing. */;
  short?: boolean;
};

/** The language that the names of provinces are in. */
const NAMES_IN = "en";

/** The name of a country (ISO 3166-1) in the reader's language, or of a province (ISO 3166-2) with its country. */
export function AreaName({ code, locale, short }: AreaNameProps) {
  if (!code.includes("-")) return countryName(code, locale);
  const name = provinceNames().find((province) => province.code === code)?.name ?? code;
  if (short) return name;
  return (
    <>
      <span lang={NAMES_IN}>{name}</span>, {countryName(code.slice(0, 2), locale)}
    </>
  );
}
