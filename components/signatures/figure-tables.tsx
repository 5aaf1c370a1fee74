import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { countryName } from "@/lib/i18n/country-names";
import { formatDay, formatNumber, formatShortDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { CollectedElsewhere } from "@/lib/petitions/types";
import type { CountryFigures, FigureHistory } from "@/lib/signatures/types";

/** Days that have a number, newest first, with what the change covers. */
export function HistoryTable({ history, locale }: { history: FigureHistory; locale: Locale }) {
  const t = useTranslations("figures");
  const shown = history.items.filter(({ total }) => total !== null).reverse();
  return (
    <Table caption={t("historyTable")} heads={[t("day"), t("total"), t("change")]}>
      {shown.map(({ day, total, change }) => (
        <tr key={day}>
          <th scope="row">{formatDay(new Date(day), locale)}</th>
          <td>{formatNumber(total ?? 0, locale)}</td>
          <td>{signed(change ?? 0, locale)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Countries that have a number, the largest first, then what no country's number covers, then the whole. */
export function CountryTable({ figures, locale }: { figures: CountryFigures; locale: Locale }) {
  const t = useTranslations("figures");
  const known = figures.items
    .filter(({ atLeast }) => atLeast !== null)
    .sort((a, b) => (b.atLeast ?? 0) - (a.atLeast ?? 0) || (a.country < b.country ? -1 : 1));
  return (
    <Table caption={t("countriesTable")} heads={[t("country"), t("atLeast"), t("since")]}>
      {known.map(({ country, atLeast, since }) => (
        <tr key={country}>
          <th scope="row">{countryName(country, locale)}</th>
          <td>{formatNumber(atLeast ?? 0, locale)}</td>
          <td>{since && formatShortDay(new Date(since), locale)}</td>
        </tr>
      ))}
      <tr>
        <th scope="row">{t("remainder")}</th>
        <td>{formatNumber(figures.remainder ?? 0, locale)}</td>
        <td />
      </tr>
      <tr className="sum">
        <th scope="row">{t("weekTotal")}</th>
        <td>{formatNumber(figures.total ?? 0, locale)}</td>
        <td />
      </tr>
    </Table>
  );
}

/** Paper and partners, each with its source; no sum with anything. */
export function CollectedTable({ collected, locale }: { collected: CollectedElsewhere[]; locale: Locale }) {
  const t = useTranslations("figures");
  return (
    <Table caption={t("elsewhereTitle")} headed heads={[t("source"), t("amount")]}>
      {collected.map(({ kind, amount, source, collectedOn }) => (
        <tr key={`${kind} ${source} ${collectedOn.toISOString()} ${amount}`}>
          <th scope="row">
            {source}
            <br />
            <span className="quiet">
              {t(kind)} · {t("collected")} {formatDay(collectedOn, locale)}
            </span>
          </th>
          <td>{formatNumber(amount, locale)}</td>
        </tr>
      ))}
    </Table>
  );
}

type TableProps = {
  caption: string;
  heads: string[];
  /** The heading above says the same, so that the caption need not be seen. */
  headed?: boolean;
  children: ReactNode;
};

function Table({ caption, heads, headed, children }: TableProps) {
  return (
    <div className="table-frame">
      <table className="figures-table">
        <caption className={headed ? "unseen" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function signed(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(value);
}
