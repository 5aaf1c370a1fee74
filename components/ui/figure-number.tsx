import type { ReactNode } from "react";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";

type FigureNumberProps = { value: number; label: string; locale: Locale; asOf: ReactNode; id?: string };

/** A number with what it counts and the moment it holds for; it never stands without that moment. */
export function FigureNumber({ value, label, locale, asOf, id }: FigureNumberProps) {
  return (
    <p>
      <data className="figure-number" value={value} id={id}>
        {formatNumber(value, locale)}
      </data>{" "}
      <span className="figure-label">{label}</span>
      <br />
      <span className="as-of">{asOf}</span>
    </p>
  );
}
