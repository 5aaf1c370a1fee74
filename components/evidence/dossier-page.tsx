import { useTranslations } from "next-intl";
import { PetitionLinks } from "@/components/campaigns/petition-links";
import { LinkedData } from "@/components/ui/linked-data";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { SharePreview } from "@/components/ui/share-preview";
import type { CampaignView } from "@/lib/campaigns/types";
import type { ClaimView, DossierLine, DossierView } from "@/lib/evidence/types";
import { formatDay } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import { describeDossier } from "./describe-dossier";
import { DossierNotes } from "./dossier-notes";
import { dossierAsOf, neighbours } from "./dossier-parts";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { NotedText } from "./noted-text";

type DossierPageProps = {
  dossier: DossierView;
  /** All dossiers of the campaign, in their order. */
  dossiers: DossierLine[];
  /** Claims that disagree with those it cites, beside these. */
  others: ClaimView[];
  campaign: CampaignView;
  locale: Locale;
  /** Scheme and host that the public sees. */
  origin: string;
};

/** From how many parts on a dossier begins with a list of them. */
const LONG = 4;

/** One topic of the evidence: its text with notes that open in place, what one can do, and all notes in full. */
export function DossierPage({ dossier, dossiers, others, campaign, locale, origin }: DossierPageProps) {
  const t = useTranslations();
  const { title, summary } = dossier;
  const path = evidencePaths(campaign.slug).dossier(dossier.key);
  const page = { dossier, campaign, locale };
  return (
    <PageShell locale={locale} path={path} title={title} description={summary}>
      <SharePreview
        {...{ title, description: summary, siteName: t("site.name") }}
        url={`${origin}/${locale}${path}`}
      />
      <LinkedData data={describeDossier({ dossier, campaign, locale, origin })} />
      <article className="dossier">
        <PrintHead campaign={campaign} />
        <Opening eyebrow={t("dossier.label")} title={title} lead={summary} lang={dossier.locale}>
          <p className="small quiet">
            {t("dossier.asOf", { date: formatDay(dossierAsOf(dossier), locale) })}
          </p>
          <AllEvidence campaign={campaign} locale={locale} />
        </Opening>
        <div className="spread">
          {dossier.sections.length >= LONG && <Contents dossier={dossier} />}
          <div>
            {dossier.locale !== locale && (
              <p className="small quiet mb-4">
                {t("dossier.language", { language: languageName(dossier.locale, locale) })}
              </p>
            )}
            <NotedText {...page} />
            <Act campaign={campaign} locale={locale} />
            <More dossiers={dossiers} {...page} />
          </div>
        </div>
        <DossierNotes others={others} {...page} />
        <PrintFoot {...{ dossier, campaign, locale, origin }} />
      </article>
    </PageShell>
  );
}

type CampaignPart = { campaign: CampaignView; locale: Locale };

function AllEvidence({ campaign, locale }: CampaignPart) {
  const t = useTranslations("overview");
  return (
    <p className="no-print">
      <a className="tap" href={evidencePaths(campaign.slug, locale).evidence}>
        {t("link")}
      </a>
    </p>
  );
}

function Contents({ dossier }: { dossier: DossierView }) {
  const t = useTranslations("dossier");
  return (
    <nav className="beside part-list no-print" aria-labelledby="contents">
      <h2 id="contents">{t("contents")}</h2>
      <ol>
        {dossier.sections.map(({ heading }, index) => (
          <li key={heading}>
            <a href={`#part-${index + 1}`} lang={dossier.locale}>
              {heading}
            </a>
          </li>
        ))}
        <li>
          <a href="#notes">{t("notes")}</a>
        </li>
      </ol>
    </nav>
  );
}

function Act({ campaign, locale }: CampaignPart) {
  const t = useTranslations("dossier");
  if (campaign.petitions.length === 0) return null;
  return (
    <section className="part no-print" aria-labelledby="act">
      <h2 id="act">{t("act")}</h2>
      <p className="mb-4">{t("actLead")}</p>
      <PetitionLinks petitions={campaign.petitions} locale={locale} />
    </section>
  );
}

function More({
  dossiers,
  dossier,
  locale,
  campaign,
}: {
  dossiers: DossierLine[];
  dossier: DossierView;
  campaign: EvidenceCampaign;
  locale: Locale;
}) {
  const t = useTranslations("dossier");
  const paths = evidencePaths(campaign.slug, locale);
  const { previous, next } = neighbours(dossiers, dossier.key);
  const link = (rel: "prev" | "next", { key, title, locale: lang }: DossierLine) => (
    <p>
      <span className="small quiet">{rel === "prev" ? t("previous") : t("next")}</span>
      <br />
      <a className="tap" href={paths.dossier(key)} rel={rel} lang={lang}>
        {title}
      </a>
    </p>
  );
  return (
    <nav className="part more no-print" aria-label={t("more")}>
      {previous && link("prev", previous)}
      {next && link("next", next)}
    </nav>
  );
}

/** Whose hand-out this is, on paper alone. */
function PrintHead({ campaign }: { campaign: CampaignView }) {
  const t = useTranslations("site");
  return (
    <p className="print-only print-head">
      <b>{t("name")}</b> <span lang={campaign.locale}>{campaign.title}</span>
    </p>
  );
}

/** Where a reader of the paper finds the documents and the petition. */
function PrintFoot({
  dossier,
  campaign,
  locale,
  origin,
}: CampaignPart & { dossier: DossierView; origin: string }) {
  const t = useTranslations("dossier");
  const dossierPath = evidencePaths(campaign.slug, locale).dossier(dossier.key);
  return (
    <p className="print-only print-foot">
      {t("online")}: <b>{origin + dossierPath}</b>
      {campaign.petitions.map(({ slug }) => (
        <span key={slug}>
          {" · "}
          {t("signAt")}: <b>{`${origin}/${locale}/petitions/${slug}`}</b>
        </span>
      ))}
    </p>
  );
}
