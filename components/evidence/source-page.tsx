import { useTranslations } from "next-intl";
import { LinkedData } from "@/components/ui/linked-data";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { SharePreview } from "@/components/ui/share-preview";
import type { CampaignView } from "@/lib/campaigns/types";
import type { ClaimView, SourceView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { CiteSection } from "./cite-section";
import { ClaimEntry } from "./claim-entry";
import { describeSource } from "./describe-source";
import { EvidenceLanguage } from "./evidence-language";
import { entryId, evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";
import { shorten } from "./shorten";
import { SourceRecord } from "./source-record";

type SourcePageProps = {
  source: SourceView;
  campaign: CampaignView;
  /** One page of the claims taken from it, in the order of the import. */
  claims: ClaimView[];
  next: string | null;
  /** Whether this is a page further down. */
  further: boolean;
  locale: Locale;
  /** Scheme and host that the public sees. */
  origin: string;
};

/** One document: whose it is, of when, how far it can be relied on, and every claim taken from it. */
export function SourcePage({ source, campaign, claims, next, further, locale, origin }: SourcePageProps) {
  const t = useTranslations();
  const paths = evidencePaths(campaign.slug, locale);
  const path = evidencePaths(campaign.slug).source(source.id);
  const title = shorten(source.title, 90);
  const description = t("source.preview", {
    count: source.claimTotal,
    document: shorten(source.title, 120),
  });
  return (
    <PageShell locale={locale} path={path} title={title} description={description}>
      <SharePreview
        {...{ title, description, siteName: t("site.name") }}
        url={`${origin}/${locale}${path}`}
      />
      <LinkedData data={describeSource(source, campaign.slug, origin)} />
      <Opening
        eyebrow={t("source.label")}
        title={source.title}
        lead={source.subtitle ?? undefined}
        lang={source.language}
      >
        <nav className="no-print" aria-label={t("claim.around")}>
          <ul className="act-links">
            <li>
              <a className="tap" href={paths.page("sources")}>
                {t("source.all")}
              </a>
            </li>
            <li>
              <a className="tap" href={paths.evidence}>
                {t("overview.link")}
              </a>
            </li>
          </ul>
        </nav>
      </Opening>
      <SourceRecord source={source} lang={campaign.defaultLocale} locale={locale} />
      <section className="part" aria-labelledby="claims">
        <h2 id="claims">{t("source.claims", { count: source.claimTotal })}</h2>
        <EvidenceLanguage {...{ campaign, locale }} />
        <ul className="claims">
          {claims.map((claim) => (
            <li key={claim.id} id={entryId("claim", claim.id)}>
              <ClaimEntry claim={claim} campaign={campaign} locale={locale} />
            </li>
          ))}
        </ul>
        <FurtherPages address={paths.source(source.id)} next={next} further={further} />
      </section>
      <CiteSection origin={origin} campaign={campaign.slug} kind="sources" id={source.id} />
    </PageShell>
  );
}
