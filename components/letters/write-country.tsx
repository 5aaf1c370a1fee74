import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { officeCountryChoices } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";

type WriteCountryProps = { slug: string; locale: Locale; country?: string };

/** Which country the writer turns to offices in. Its address says the country and nothing of the writer. */
export function WriteCountry({ slug, locale, country }: WriteCountryProps) {
  const t = useTranslations("letters");
  return (
    <form className="form" method="get" action={`/${locale}/letters/${slug}`}>
      <SelectField
        name="country"
        label={t("country")}
        hint={t("countryHint")}
        defaultValue={country}
        options={officeCountryChoices(locale)}
        empty={t("countryEmpty")}
      />
      <Button wide>{t("countryButton")}</Button>
    </form>
  );
}
