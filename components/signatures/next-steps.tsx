import { useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import type { PetitionView } from "@/lib/petitions/types";

type NextStepsProps = { petition: PetitionView; hasLetters?: boolean; locale: Locale; origin: string };

/** What helps after signing. The address to pass on carries nothing that leads back to the signer. */
export function NextSteps({ petition, hasLetters, locale, origin }: NextStepsProps) {
  const t = useTranslations("signed");
  const letters = useTranslations("letters");
  return (
    <div className="prose part">
      <h2>{t("next")}</h2>
      {hasLetters && (
        <>
          <h3>
            <a className="tap" href={`/${locale}/letters/${petition.campaign.slug}`}>
              {letters("link")}
            </a>
          </h3>
          <p>{letters("linkText")}</p>
        </>
      )}
      <h3>
        <a className="tap" href={`/${locale}/campaigns/${petition.campaign.slug}`}>
          {t("evidence")}
        </a>
      </h3>
      <p>{t("evidenceText")}</p>
      <h3>{t("share")}</h3>
      <p>{t("shareText")}</p>
      <p data-copy={t("copy")} data-copied={t("copied")}>
        <code className="code">{`${origin}/${locale}/petitions/${petition.slug}`}</code>
      </p>
    </div>
  );
}
