import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { SharePreview } from "@/components/ui/share-preview";
import type { Locale } from "@/lib/i18n/locales";
import { EvidenceLanguage } from "./evidence-language";
import { type EvidenceCampaign, type EvidencePage, evidencePaths } from "./evidence-paths";

/** Whose evidence a page shows, in which language, and the origin that the public sees. */
export type EvidencePlace = { campaign: EvidenceCampaign; locale: Locale; origin: string };

type EvidenceFrameProps = EvidencePlace & {
  page: EvidencePage;
  title: string;
  lead: string;
  children: ReactNode;
};

/** What stands around every page that looks evidence up: head, title, and the way back to all of it. */
export function EvidenceFrame({ campaign, locale, origin, page, title, lead, children }: EvidenceFrameProps) {
  const t = useTranslations();
  const path = evidencePaths(campaign.slug).page(page);
  const url = `${origin}/${locale}${path}`;
  return (
    <PageShell locale={locale} path={path} title={title} description={lead}>
      <SharePreview {...{ title, description: lead, url, kind: "website", siteName: t("site.name") }} />
      <Opening eyebrow={t("overview.label")} title={title} lead={lead}>
        <p>
          <a className="tap" href={evidencePaths(campaign.slug, locale).evidence}>
            {t("overview.link")}
          </a>
        </p>
        <EvidenceLanguage {...{ campaign, locale }} />
      </Opening>
      {children}
    </PageShell>
  );
}
