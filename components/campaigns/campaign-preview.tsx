import { useTranslations } from "next-intl";
import { LinkedData } from "@/components/ui/linked-data";
import { SharePreview } from "@/components/ui/share-preview";
import type { CampaignView } from "@/lib/campaigns/types";
import type { Locale } from "@/lib/i18n/locales";

type CampaignPreviewProps = {
  campaign: Omit<CampaignView, "keyClaims">;
  /** The statements its page rests on: where they stand for good, and what they say. */
  claims: { page: string; statement: string }[];
  locale: Locale;
  /** Scheme and host that the public sees. */
  origin: string;
};

/** What others show where the campaign is linked, and what machines read of it: its petitions and the claims it cites. */
export function CampaignPreview({ campaign, claims, locale, origin }: CampaignPreviewProps) {
  const t = useTranslations("site");
  const { slug, title, summary } = campaign;
  const url = `${origin}/${locale}/campaigns/${slug}`;
  const described = {
    "@type": "WebPage",
    "@id": url,
    url,
    name: title,
    description: summary,
    abstract: campaign.ask,
    inLanguage: campaign.locale,
    hasPart: campaign.petitions.map((petition) => ({
      "@type": "CreativeWork",
      name: petition.title,
      inLanguage: petition.locale,
      url: `${origin}/${locale}/petitions/${petition.slug}`,
    })),
    citation: claims.map(({ page, statement }) => ({
      "@type": "Claim",
      url: origin + page,
      text: statement,
    })),
  };
  return (
    <>
      <SharePreview {...{ title, description: summary, url, kind: "website", siteName: t("name") }} />
      <LinkedData data={described} />
    </>
  );
}
