import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import { officePaths } from "./office-paths";

type LetterLinkProps = { campaign: string; locale: Locale };

/** The way from a campaign's page to writing a letter. */
export function LetterLink({ campaign, locale }: LetterLinkProps) {
  const t = useTranslations("letters");
  const offices = useTranslations("targets");
  return (
    <div className="tally letter-link">
      <p>{t("linkText")}</p>
      <p className="mt-4">
        <ButtonLink plain wide href={`/${locale}/letters/${campaign}`}>
          {t("link")}
        </ButtonLink>
      </p>
      <p className="mt-2">
        <a className="tap" href={officePaths(campaign, locale).all}>
          {offices("link")}
        </a>
      </p>
    </div>
  );
}
