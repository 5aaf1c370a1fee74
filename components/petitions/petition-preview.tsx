import { useTranslations } from "next-intl";
import { LinkedData } from "@/components/ui/linked-data";
import { SharePreview } from "@/components/ui/share-preview";
import type { Locale } from "@/lib/i18n/locales";
import type { PetitionView } from "@/lib/petitions/types";

/** `origin`: scheme and host that the public sees. */
type PetitionPreviewProps = { petition: PetitionView; locale: Locale; origin: string };

/** What others show where the petition is linked, and what machines read of it: to whom it goes and what it cites. */
export function PetitionPreview({ petition, locale, origin }: PetitionPreviewProps) {
  const t = useTranslations("site");
  const { slug, version, campaign, claims } = petition;
  const url = `${origin}/${locale}/petitions/${slug}`;
  const { title, addressee } = version;
  const described = {
    "@type": "CreativeWork",
    "@id": url,
    url,
    name: title,
    genre: "petition",
    inLanguage: version.locale,
    version: version.number,
    datePublished: version.publishedAt.toISOString(),
    audience: { "@type": "Audience", name: addressee },
    isPartOf: {
      "@type": "WebPage",
      name: campaign.title,
      url: `${origin}/${locale}/campaigns/${campaign.slug}`,
    },
    citation: claims.map(({ page, statement }) => ({
      "@type": "Claim",
      url: origin + page,
      text: statement,
    })),
  };
  return (
    <>
      <SharePreview {...{ title, description: addressee, url, siteName: t("name") }} />
      <LinkedData data={described} />
    </>
  );
}
