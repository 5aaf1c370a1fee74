import type { ClaimValue } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { EVIDENCE_LANGUAGE } from "./claim-entry";

/** A figure as it was given: with its "about", its range and its unit. */
export function ValueText({ value: figure, locale }: { value: ClaimValue; locale: Locale }) {
  const { value, max, qualifier, unit } = figure;
  return (
    <span lang={EVIDENCE_LANGUAGE}>
      {qualifier && `${qualifier} `}
      <data value={value}>{formatNumber(value, locale)}</data>
      {max !== undefined && (
        <>
          –<data value={max}>{formatNumber(max, locale)}</data>
        </>
      )}{" "}
      {unit}
    </span>
  );
}
