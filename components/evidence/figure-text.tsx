import { useTranslations } from "next-intl";
import type { ClaimValue } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { EVIDENCE_LANGUAGE } from "./claim-entry";
import { isVague } from "./figure-range";

/** The qualifiers that can be put in the reader's language, with their names in the catalog. */
const QUALIFIERS = new Map([
  ["about", "about"],
  ["more than", "moreThan"],
  ["at least", "atLeast"],
  ["up to", "upTo"],
  ["nearly", "nearly"],
] as const);

type FigureProps = { figure: ClaimValue; locale: Locale };

/** A figure with its unit: "about 30 people", "10,000–300,000 people", "tens of thousands of people". */
export function FigureText({ figure, locale }: FigureProps) {
  return (
    <>
      <FigureAmount {...{ figure, locale }} />{" "}
      <span lang={EVIDENCE_LANGUAGE}>{isVague(figure) ? `of ${figure.unit}` : figure.unit}</span>
    </>
  );
}

/** A figure as its source puts it, without its unit. */
export function FigureAmount({ figure, locale }: FigureProps) {
  const t = useTranslations("numbers.qualifiers");
  const { value, max, qualifier } = figure;
  if (isVague(figure)) return <b lang={EVIDENCE_LANGUAGE}>{qualifier}</b>;
  const number = formatNumber(value, locale) + (max === undefined ? "" : `–${formatNumber(max, locale)}`);
  const known = [...QUALIFIERS].find(([words]) => words === qualifier)?.[1];
  if (known) return <b>{t(known, { number })}</b>;
  return (
    <>
      {qualifier !== undefined && <span lang={EVIDENCE_LANGUAGE}>{qualifier} </span>}
      <b>{number}</b>
    </>
  );
}
