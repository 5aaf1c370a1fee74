import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import type { CampaignView } from "@/lib/campaigns/types";
import type { Locale } from "@/lib/i18n/locales";

type PetitionLinksProps = { petitions: CampaignView["petitions"]; locale: Locale };

/** The ways to a campaign's petitions, each named where there are several. */
export function PetitionLinks({ petitions, locale }: PetitionLinksProps) {
  const t = useTranslations("campaign");
  return (
    <ul className="petition-links">
      {petitions.map(({ slug, title, locale: lang }) => (
        <li key={slug}>
          {petitions.length > 1 && <p lang={lang}>{title}</p>}
          <ButtonLink href={`/${locale}/petitions/${slug}`}>{t("sign")}</ButtonLink>
        </li>
      ))}
    </ul>
  );
}
