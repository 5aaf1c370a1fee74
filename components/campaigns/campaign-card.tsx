import { useTranslations } from "next-intl";
import { AsOf } from "@/components/ui/as-of";
import type { CampaignListItem } from "@/lib/campaigns/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";

type CampaignCardProps = { campaign: CampaignListItem; hasLetters: boolean; locale: Locale };

/** A campaign in a list: its title, its ask, its petitions with their counts, the way to its letters. */
export function CampaignCard({ campaign, hasLetters, locale }: CampaignCardProps) {
  const t = useTranslations();
  return (
    <article className="card">
      <p className="eyebrow">{t(`states.${campaign.state}`)}</p>
      <div lang={campaign.locale}>
        <h2>
          <a href={`/${locale}/campaigns/${campaign.slug}`}>{campaign.title}</a>
        </h2>
        <p>{campaign.ask}</p>
      </div>
      <ul className="small mt-4">
        {campaign.petitions.map((petition) => (
          <li key={petition.slug}>
            <a className="tap" href={`/${locale}/petitions/${petition.slug}`} lang={petition.locale}>
              {petition.title}
            </a>{" "}
            <span className="quiet">
              {formatNumber(petition.confirmed, locale)} {t("count.confirmed", { count: petition.confirmed })}
              . <AsOf at={petition.asOf} locale={locale} />
            </span>
          </li>
        ))}
        {hasLetters && (
          <li>
            <a className="tap" href={`/${locale}/letters/${campaign.slug}`}>
              {t("letters.link")}
            </a>
          </li>
        )}
      </ul>
    </article>
  );
}
