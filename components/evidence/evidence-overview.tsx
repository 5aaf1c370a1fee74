import { useTranslations } from "next-intl";
import { PetitionLinks } from "@/components/campaigns/petition-links";
import { officePaths } from "@/components/letters/office-paths";
import { LinkedData } from "@/components/ui/linked-data";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { SharePreview } from "@/components/ui/share-preview";
import type { CampaignWithEvidence, DossierLine } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { DossierList } from "./dossier-list";
import { EvidenceLanguage } from "./evidence-language";
import { EVIDENCE_PAGES, evidencePaths } from "./evidence-paths";
import { SearchBox } from "./search-box";
import { VerdictTable } from "./verdict-table";

type EvidenceOverviewProps = {
  campaign: CampaignWithEvidence;
  dossiers: DossierLine[];
  /** How many fact checks there are. */
  checkTotal: number;
  /** There are offices one can write to. */
  hasOffices: boolean;
  locale: Locale;
  origin: string;
};

/** All there is of a campaign's evidence, in the order a reader needs it. */
export function EvidenceOverview({
  campaign,
  dossiers,
  checkTotal,
  hasOffices,
  locale,
  origin,
}: EvidenceOverviewProps) {
  const t = useTranslations();
  const paths = evidencePaths(campaign.slug);
  const [title, lead] = [t("overview.title"), t("overview.lead")];
  const url = `${origin}/${locale}${paths.evidence}`;
  return (
    <PageShell locale={locale} path={paths.evidence} title={title} description={lead}>
      <SharePreview {...{ title, description: lead, url, kind: "website", siteName: t("site.name") }} />
      <LinkedData data={describeCollection({ campaign, dossiers, locale, origin, url, title })} />
      <Opening eyebrow={t("overview.label")} title={title} lead={lead}>
        <p>
          <a className="tap" href={`/${locale}${paths.campaign}`}>
            <span lang={campaign.locale}>{campaign.title}</span>
          </a>
        </p>
        <EvidenceLanguage {...{ campaign, locale }} />
      </Opening>
      <SearchBox campaign={campaign.slug} locale={locale} />
      {dossiers.length > 0 && (
        <section className="part" aria-labelledby="dossiers">
          <h2 id="dossiers">{t("overview.dossiers")}</h2>
          <p className="small quiet mb-4">{t("overview.dossiersLead")}</p>
          <DossierList {...{ dossiers, locale }} campaign={campaign.slug} />
        </section>
      )}
      <LookUp {...{ campaign, checkTotal, locale }} />
      <section className="part" aria-labelledby="standing">
        <h2 id="standing">{t("overview.standing")}</h2>
        <VerdictTable campaign={campaign} locale={locale} />
      </section>
      {campaign.petitions.length > 0 && (
        <section className="part" aria-labelledby="act">
          <h2 id="act">{t("dossier.act")}</h2>
          <p className="mb-4">{t("dossier.actLead")}</p>
          <PetitionLinks petitions={campaign.petitions} locale={locale} />
          {hasOffices && (
            <p className="mt-4">
              <a className="tap" href={officePaths(campaign.slug, locale).all}>
                {t("targets.link")}
              </a>
            </p>
          )}
        </section>
      )}
    </PageShell>
  );
}

function LookUp({
  campaign,
  checkTotal,
  locale,
}: Pick<EvidenceOverviewProps, "campaign" | "checkTotal" | "locale">) {
  const t = useTranslations("overview");
  const paths = evidencePaths(campaign.slug, locale);
  const totals = { checks: checkTotal, sources: campaign.sourceTotal };
  return (
    <section className="part" aria-labelledby="look-up">
      <h2 id="look-up">{t("lookUp")}</h2>
      <ul className="look-up">
        {EVIDENCE_PAGES.map((page) => (
          <li key={page}>
            <a className="tap" href={paths.page(page)}>
              {t(page)}
            </a>
            <p className="small">
              {page === "checks" || page === "sources"
                ? t(`${page}Lead`, { count: totals[page] })
                : t(`${page}Lead`)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Described = Omit<EvidenceOverviewProps, "checkTotal" | "hasOffices"> & { url: string; title: string };

/** The evidence as schema.org describes it: a collection of the dossiers. */
function describeCollection({ campaign, dossiers, locale, origin, url, title }: Described) {
  const paths = evidencePaths(campaign.slug, locale);
  return {
    "@type": "CollectionPage",
    "@id": url,
    url,
    name: title,
    inLanguage: locale,
    isPartOf: { "@type": "CreativeWork", name: campaign.title, url: origin + paths.campaign },
    hasPart: dossiers.map((dossier) => ({
      "@type": "Article",
      headline: dossier.title,
      description: dossier.summary,
      url: origin + paths.dossier(dossier.key),
    })),
  };
}
