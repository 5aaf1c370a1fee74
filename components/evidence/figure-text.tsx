import { useTranslations } from "next-intl";
import type { ClaimValue } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { isVague } from "./figure-range";

/** The qualifiers that can be put in the reader's language, with their names in the catalog. */
const QUALIFIERS = new Map([
  ["about", "about"],
  ["more than", "moreThan"],
  ["at least", "atLeast"],
  ["up to", "upTo"],
  ["nearly", "nearly"],
] as const);

/** `lang`: the language of its unit and qualifier. */
type FigureProps = { figure: ClaimValue; lang: Locale; locale: Locale };

/** A figure with its unit: "about 30 people", "10,000–300,000 people", "tens of thousands of people". */
export function FigureText({ figure, lang, locale }: FigureProps) {
  const t = useTranslations("numbers");
  const { unit } = figure;
  return (
    <>
      <FigureAmount {...{ figure, lang, locale }} />{" "}
      <span lang={lang}>{isVague(figure) ? t("ofUnit", { unit }) : unit}</span>
    </>
  );
}

/** A figure as its source puts it, without its unit. */
export function FigureAmount({ figure, lang, locale }: FigureProps) {
  const t = useTranslations("numbers.qualifiers");
  const { value, max, qualifier } = figure;
  if (isVague(figure)) return <b lang={lang}>{qualifier}</b>;
  const number = formatNumber(value, locale) + (max === undefined ? "" : `–${formatNumber(max, locale)}`);
  const known = [...QUALIFIERS].find(([words]) => words === qualifier)?.[1];
  if (known) return <b>{t(known, { number })}</b>;
  return (
    <>
      {qualifier !== undefined && <span lang={lang}>{qualifier} </span>}
      <b>{number}</b>
    </>
  );
}
