import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { countryName } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import type { Office } from "@/lib/letters/types";
import { OfficeFacts } from "./office-facts";
import { OfficeStanding } from "./office-standing";
import { OfficeWays } from "./office-ways";

/** `lang`: the language that the campaign keeps its data on offices in. */
export type OfficeProps = { office: Office; lang: Locale; locale: Locale };

type OfficeCardProps = OfficeProps & {
  /** Where its heading leads; none where the reader is there already. */
  href?: string;
  level?: 2 | 3;
  /** What the reader can do with it. */
  children?: ReactNode;
};

/** An office to choose: what it is, whether letters go there by this site, what is known and where it was seen. */
export function OfficeCard({ href, level = 3, children, ...props }: OfficeCardProps) {
  const { office, locale } = props;
  const t = useTranslations("offices");
  const Heading = `h${level}` as const;
  const name = <OfficeName {...props} />;
  return (
    <article className="card office" aria-labelledby={`office-${office.key}`}>
      <p className="eyebrow">
        {t(`kind.${office.kind}`)}
        {office.country && ` · ${countryName(office.country, locale)}`}
      </p>
      <Heading id={`office-${office.key}`}>{href ? <a href={href}>{name}</a> : name}</Heading>
      <OfficeStanding office={office} locale={locale} />
      <OfficeWays office={office} lang={props.lang} />
      {office.kind !== "none" && (
        <details className="table-details">
          <summary>{t("seen")}</summary>
          <OfficeFacts {...props} />
        </details>
      )}
      {children}
    </article>
  );
}

/** Its name as the data give it, or that there is none. */
export function OfficeName({ office: { name, country, hostCountry }, lang, locale }: OfficeProps) {
  const t = useTranslations("offices");
  if (name !== null) return <span lang={lang}>{name}</span>;
  return t("noName", { country: country ? countryName(country, locale) : (hostCountry ?? "") });
}
