import type { CampaignView } from "@/lib/campaigns/types";
import type { DossierView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { dossierAsOf } from "./dossier-parts";
import { evidencePaths } from "./evidence-paths";

type Described = { dossier: DossierView; campaign: CampaignView; locale: Locale; origin: string };

/** A dossier as schema.org describes one: an article that cites claims, each with the document it appears in. */
export function describeDossier({ dossier, campaign, locale, origin }: Described): Record<string, unknown> {
  const paths = evidencePaths(campaign.slug, locale);
  return {
    "@type": "Article",
    "@id": origin + paths.dossier(dossier.key),
    url: origin + paths.dossier(dossier.key),
    headline: dossier.title,
    description: dossier.summary,
    inLanguage: dossier.locale,
    datePublished: dossier.publishedAt.toISOString(),
    dateModified: dossierAsOf(dossier).toISOString(),
    isAccessibleForFree: true,
    isPartOf: { "@type": "CreativeWork", name: campaign.title, url: origin + paths.campaign },
    citation: dossier.claims.map(({ id, statement, source }) => ({
      "@type": "Claim",
      url: origin + paths.claim(id),
      text: statement,
      appearance: { "@type": "CreativeWork", name: source.title, url: origin + paths.source(source.id) },
    })),
  };
}
