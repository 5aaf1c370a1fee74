import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AsOf } from "@/components/ui/as-of";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { formatDay, formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { CollectedElsewhere, PetitionView } from "@/lib/petitions/types";
import type { CountryFigures, FigureHistory } from "@/lib/signatures/types";
import { CollectedTable, CountryTable, HistoryTable } from "./figure-tables";
import { HistoryChart } from "./history-chart";
import { WorldMap } from "./world-map";

type FiguresPageProps = {
  petition: PetitionView;
  history: FigureHistory;
  countries: CountryFigures;
  /** How many stood in the list of those who chose to be shown after the last daily batch; null before the first. */
  listed: { count: number; day: string } | null;
  collected: CollectedElsewhere[];
  locale: Locale;
};
type Part = FiguresPageProps & { base: string };

/** Every number of a petition: what it is, what it is not, when it changes, what is withheld and why. */
export function FiguresPage(props: FiguresPageProps) {
  const t = useTranslations("figures");
  const { petition, locale } = props;
  const path = `/petitions/${petition.slug}/figures`;
  const part = { ...props, base: `/api/v1/petitions/${petition.slug}` };
  return (
    <PageShell locale={locale} path={path} title={t("title")} description={t("lead")}>
      <Opening eyebrow={t("eyebrow")} title={t("title")} lead={t("lead")}>
        <p>
          <a className="tap" href={`/${locale}/petitions/${petition.slug}`}>
            <span>
              {t("back")}: <span lang={petition.version.locale}>{petition.version.title}</span>
            </span>
          </a>
        </p>
      </Opening>
      <Counted {...part} />
      <Days {...part} />
      <Countries {...part} />
      <Signers {...part} />
      <Elsewhere {...part} />
      <Withheld />
    </PageShell>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="part figures-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Counted({ petition: { counts, asOf }, locale }: Part) {
  const t = useTranslations("figures");
  const number = (value: number) => <b>{formatNumber(value, locale)}</b>;
  return (
    <Section id="count" title={t("countTitle")}>
      <p className="small quiet">
        <AsOf at={asOf} locale={locale} />
      </p>
      <dl className="facts">
        <div>
          <dt>
            {t("confirmedName")} {number(counts.confirmed)}
          </dt>
          <dd>
            <p>{t("confirmedWhat")}</p>
            <p>
              <b>{t("whatNot")}:</b> {t("confirmedNot")}
            </p>
            <p>
              <b>{t("when")}:</b> {t("confirmedWhen")}
            </p>
          </dd>
        </div>
        <div>
          <dt>
            {t("withdrawnName")} {number(counts.withdrawn)}
          </dt>
          <dd>{t("withdrawnWhat")}</dd>
        </div>
        <div>
          <dt>
            {t("removedName")} {number(counts.removed)}
          </dt>
          <dd>{t("removedWhat")}</dd>
        </div>
      </dl>
    </Section>
  );
}

function Days({ history, locale, base }: Part) {
  const t = useTranslations("figures");
  const words = { number: formatNumber(history.threshold, locale) };
  const any = history.items.some(({ total }) => total !== null);
  return (
    <Section id="days" title={t("historyTitle")}>
      <p>{t("historyLead")}</p>
      {any ? <HistoryChart history={history} locale={locale} /> : <p>{t("historyNone", words)}</p>}
      {any && (
        <details className="table-details">
          <summary>{t("historyTable")}</summary>
          <HistoryTable history={history} locale={locale} />
        </details>
      )}
      <p className="small quiet">{t("historyWithheld", words)}</p>
      <Downloads base={`${base}/history`} />
    </Section>
  );
}

function Countries({ countries, locale, base }: Part) {
  const t = useTranslations("figures");
  const day = (value: string) => formatDay(new Date(value), locale);
  const { week, items, nextRelease } = countries;
  const withheld = items.filter(({ atLeast }) => atLeast === null).length;
  if (!week)
    return (
      <Section id="countries" title={t("countriesTitle")}>
        <p>{t("countriesNone", { date: day(nextRelease) })}</p>
        <p className="small quiet">{t("countriesRounded")}</p>
      </Section>
    );
  return (
    <Section id="countries" title={t("countriesTitle")}>
      <p>{t("countriesLead", { date: day(week.from), to: day(week.until) })}</p>
      <p>{t("countriesRounded")}</p>
      <p>{t("countriesExact", { number: formatNumber(countries.total ?? 0, locale) })}</p>
      {withheld === items.length && <p>{t("countriesFew")}</p>}
      <WorldMap figures={countries} />
      <CountryTable figures={countries} locale={locale} />
      <p className="small quiet">{t("withheldCountries", { count: withheld })}</p>
      <p className="small quiet">
        {t("countriesStand")} {t("nextRelease", { date: day(nextRelease) })}
      </p>
      <Downloads base={`${base}/countries`} query={`?locale=${locale}`} />
    </Section>
  );
}

function Signers({ petition, listed, locale }: Part) {
  const t = useTranslations("figures");
  return (
    <Section id="signers" title={t("signersTitle")}>
      <p>
        {listed && listed.count > 0
          ? t("signersLead", { count: listed.count, date: formatDay(new Date(listed.day), locale) })
          : t("signersNone")}
      </p>
      <p>{t("signersWhen")}</p>
      <p>
        <a className="tap" href={`/${locale}/petitions/${petition.slug}/signers`}>
          {t("signersLink")}
        </a>
      </p>
    </Section>
  );
}

function Elsewhere({ collected, locale }: Part) {
  const t = useTranslations("figures");
  return (
    <Section id="elsewhere" title={t("elsewhereTitle")}>
      <p>{t("elsewhereLead")}</p>
      {collected.length > 0 ? (
        <CollectedTable collected={collected} locale={locale} />
      ) : (
        <p>{t("elsewhereNone")}</p>
      )}
    </Section>
  );
}

function Withheld() {
  const t = useTranslations("figures");
  return (
    <Section id="withheld" title={t("withheldTitle")}>
      {t("withheldText")
        .split("\n\n")
        .map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      <p className="small quiet">{t("withheldMethod")}</p>
    </Section>
  );
}

function Downloads({ base, query = "" }: { base: string; query?: string }) {
  const t = useTranslations("figures");
  return (
    <p className="small no-print">
      {t("download")}:{" "}
      <a className="tap" href={`${base}.csv${query}`} download>
        CSV
      </a>{" "}
      <a className="tap" href={`${base}.json`}>
        JSON
      </a>
    </p>
  );
}
