import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import type { CampaignView } from "@/lib/campaigns/types";
import { countryName, officeCountryChoices } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import type { Office } from "@/lib/letters/types";
import { OfficeCard } from "./office-card";
import { officePaths } from "./office-paths";

type TargetsPageProps = {
  campaign: Pick<CampaignView, "slug" | "title" | "locale" | "defaultLocale">;
  /** The country asked for, and what there is for someone from there; without one what is there for all. */
  country: string | null;
  offices: Office[];
  /** Codes of countries of which something is known. */
  countries: string[];
  /** Keys of those for which there is a letter at present. */
  writable: string[];
  locale: Locale;
};

/** The offices one can write to, by country. */
export function TargetsPage(props: TargetsPageProps) {
  const { campaign, country, locale } = props;
  const t = useTranslations("targets");
  const paths = officePaths(campaign.slug, locale);
  const path = country ? `${paths.path}?country=${country}` : paths.path;
  return (
    <PageShell locale={locale} path={path} title={t("title")} description={t("lead")}>
      <Opening eyebrow={t("eyebrow")} title={t("title")} lead={t("lead")}>
        <p className="addressee">
          <span>{t("campaign")}:</span>{" "}
          <a href={paths.campaign} lang={campaign.locale}>
            {campaign.title}
          </a>
        </p>
      </Opening>
      <CountryChoice {...props} />
      {country && <InCountry {...props} country={country} />}
      <Worldwide {...props} />
      <Countries {...props} />
    </PageShell>
  );
}

function CountryChoice({ campaign, country, locale }: TargetsPageProps) {
  const t = useTranslations("targets");
  return (
    <section aria-labelledby="choose">
      <h2 id="choose" className="unseen">
        {t("choose")}
      </h2>
      <form className="search-box" action={officePaths(campaign.slug, locale).all}>
        <SelectField
          name="country"
          label={t("country")}
          hint={t("hint")}
          empty={t("empty")}
          options={officeCountryChoices(locale)}
          defaultValue={country ?? undefined}
          autoComplete="country"
        />
        <Button plain>{t("show")}</Button>
      </form>
      <p className="small quiet mt-4">
        {t("safety")} <a href={`/${locale}/safety`}>{t("safetyLink")}</a>
      </p>
    </section>
  );
}

function InCountry({ country, ...props }: TargetsPageProps & { country: string }) {
  const t = useTranslations("targets");
  const there = props.offices.filter((office) => office.country === country && !isWorldwide(office));
  const name = countryName(country, props.locale);
  return (
    <section className="part" aria-labelledby="there">
      <h2 id="there">{name}</h2>
      {there.length === 0 ? (
        <p>{t("noneIn", { country: name })}</p>
      ) : (
        <Offices {...props} country={country} offices={there} />
      )}
    </section>
  );
}

function Worldwide(props: TargetsPageProps) {
  const t = useTranslations("targets");
  const offices = props.offices.filter(isWorldwide);
  return (
    <section className="part" aria-labelledby="worldwide">
      <h2 id="worldwide">{t("worldwide")}</h2>
      {offices.length === 0 ? <p>{t("worldwideNone")}</p> : <Offices {...props} offices={offices} />}
    </section>
  );
}

function isWorldwide({ kind }: Office): boolean {
  return kind === "un-agency" || kind === "un-mandate";
}

function Offices({ offices, campaign, writable, locale }: TargetsPageProps) {
  const t = useTranslations("targets");
  const paths = officePaths(campaign.slug, locale);
  return (
    <ul className="cards">
      {offices.map((office) => (
        <li key={office.key}>
          <OfficeCard
            office={office}
            lang={campaign.defaultLocale}
            locale={locale}
            href={paths.office(office.key)}
          >
            {writable.includes(office.key) && (
              <p>
                <a className="tap" href={paths.write(office)}>
                  {t("write")}
                </a>
              </p>
            )}
          </OfficeCard>
        </li>
      ))}
    </ul>
  );
}

function Countries({ campaign, countries, locale }: TargetsPageProps) {
  const t = useTranslations("targets");
  const paths = officePaths(campaign.slug, locale);
  const known = officeCountryChoices(locale).filter(({ code }) => countries.includes(code));
  if (known.length === 0) return null;
  return (
    <nav className="part" aria-label={t("countries")}>
      <details className="table-details">
        <summary>{t("countries")}</summary>
        <ul className="country-links">
          {known.map(({ code, name }) => (
            <li key={code}>
              <a className="tap" href={paths.in(code)}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
