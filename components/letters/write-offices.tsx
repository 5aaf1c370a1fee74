import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { countryName } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import type { LetterAction, Office } from "@/lib/letters/types";
import { OfficeCard } from "./office-card";

type WriteOfficesProps = {
  campaign: LetterAction["campaign"];
  country: string;
  offices: readonly Office[];
  locale: Locale;
};

/** The offices a writer can turn to, each with what is known of it, and a way to write. */
export function WriteOffices({ campaign, country, offices, locale }: WriteOfficesProps) {
  const t = useTranslations("letters");
  const path = `/${locale}/letters/${campaign.slug}`;
  const own = offices.filter((office) => office.country === country && office.kind !== "none");
  return (
    <>
      <p className="prose">
        {t(own.length > 0 ? "offices" : "noOffices", { country: countryName(country, locale) })}
      </p>
      <ul className="cards mt-6">
        {offices.map((office) => (
          <li key={office.key}>
            <OfficeCard office={office} lang={campaign.defaultLocale} level={2} locale={locale}>
              {office.kind !== "none" && (
                <p className="actions">
                  <ButtonLink href={`${path}?target=${office.key}`}>{t("writeTo")}</ButtonLink>
                </p>
              )}
            </OfficeCard>
          </li>
        ))}
      </ul>
      <p className="part">
        <a className="tap" href={path}>
          {t("otherCountry")}
        </a>
      </p>
    </>
  );
}
