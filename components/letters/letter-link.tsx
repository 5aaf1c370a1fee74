import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";

type LetterLinkProps = { campaign: string; locale: Locale };

/** The way from a campaign's page to writing a letter. */
export function LetterLink({ campaign, locale }: LetterLinkProps) {
  const t = useTranslations("letters");
  return (
    <div className="tally letter-link">
      <p>{t("linkText")}</p>
      <p className="mt-4">
        <ButtonLink plain wide href={`/${locale}/letters/${campaign}`}>
          {t("link")}
        </ButtonLink>
      </p>
    </div>
  );
}
