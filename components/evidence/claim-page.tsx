import { useTranslations } from "next-intl";
import { LinkedData } from "@/components/ui/linked-data";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { SharePreview } from "@/components/ui/share-preview";
import type { CampaignView } from "@/lib/campaigns/types";
import type {
  ClaimUses,
  ClaimView,
  ComparisonView,
  FactCheckView,
  SourceView,
  Verdict,
} from "@/lib/evidence/types";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { CiteSection } from "./cite-section";
import { ClaimChecks } from "./claim-checks";
import { ClaimDisagreements } from "./claim-disagreements";
import type { ShownClaim } from "./claim-entry";
import { ClaimHistory } from "./claim-history";
import { ClaimRecord } from "./claim-record";
import { ClaimUsesList } from "./claim-uses";
import { describeClaim } from "./describe-claim";
import { EvidenceLanguage } from "./evidence-language";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { shorten } from "./shorten";
import { VerdictMark } from "./verdict-mark";

export type ClaimPageProps = {
  claim: ClaimView;
  source: SourceView;
  campaign: CampaignView;
  /** Claims that disagree with it, and claims that belong to it. */
  opponents: ClaimView[];
  related: ClaimView[];
  /** Questions to which it is one answer of several. */
  comparisons: ComparisonView[];
  checks: FactCheckView[];
  uses: ClaimUses;
  locale: Locale;
  /** Scheme and host that the public sees. */
  origin: string;
};

/** All that is known of one claim: who says it, where, how it stands and why, what disagrees, and what became of it. */
export function ClaimPage(props: ClaimPageProps) {
  const { claim, campaign, opponents, comparisons, checks, uses, locale, origin } = props;
  // What disagrees stands side by side above, and need not be named once more.
  const related = props.related.filter(({ id }) => !opponents.some((other) => other.id === id));
  const t = useTranslations();
  const path = evidencePaths(campaign.slug).claim(claim.id);
  const address = `${origin}/${locale}${path}`;
  const statement = shorten(claim.statement, 90);
  const doubt = doubtOf(claim.verdict.label);
  // Where only the title travels, a statement that does not hold must not travel as if it did.
  const title = doubt ? t(`claim.titles.${doubt}`, { statement }) : statement;
  const finding = t(`evidence.verdicts.${claim.verdict.label}`);
  const description = t("claim.description", { speaker: claim.speaker, date: claim.date.text, finding });
  const card = {
    // A corrected claim has a new card, which those who keep pictures by their address would not ask for.
    url: `${address}/card.png?v=${claim.revisions.length}`,
    alt: `${shorten(claim.statement, 300)} ${finding}`,
  };
  return (
    <PageShell locale={locale} path={path} title={title} description={description}>
      <SharePreview {...{ title, description, siteName: t("site.name") }} url={address} image={card} />
      <LinkedData data={describeClaim(props, { finding, siteName: t("site.name") })} />
      <article className="claim-page">
        <Opening
          eyebrow={doubt ? `${t("claim.label")} · ${t(`evidence.marks.${doubt}`)}` : t("claim.label")}
          title={claim.statement}
          lang={campaign.defaultLocale}
        >
          <Standing {...{ claim, campaign, locale }} />
          <EvidenceLanguage {...{ campaign, locale }} />
          <nav className="no-print" aria-label={t("claim.around")}>
            <ul className="act-links">
              <li>
                <a className="tap" href={evidencePaths(campaign.slug, locale).evidence}>
                  {t("overview.link")}
                </a>
              </li>
              <li>
                <a
                  className="tap"
                  href={evidencePaths(campaign.slug, locale).campaign}
                  lang={campaign.locale}
                >
                  {campaign.title}
                </a>
              </li>
            </ul>
          </nav>
        </Opening>
        <ClaimRecord {...props} />
        <ClaimDisagreements {...{ claim, opponents, comparisons, campaign, locale }} />
        <ClaimChecks {...{ checks, campaign, locale }} />
        <Related claims={related} {...{ campaign, locale }} />
        <ClaimUsesList {...{ uses, campaign, locale }} />
        <ClaimHistory {...{ claim, campaign, locale }} />
        <CiteSection origin={origin} campaign={campaign.slug} kind="claims" id={claim.id}>
          {t(claim.verdict.correct ? "cite.claimTextCorrect" : "cite.claimText", {
            ...{ statement: claim.statement, speaker: claim.speaker, date: claim.date.text, finding },
            ...{ campaign: campaign.title, site: t("site.name"), correct: claim.verdict.correct ?? "" },
          })}
        </CiteSection>
      </article>
    </PageShell>
  );
}

/** The finding, where a statement cannot be passed on without it. */
function doubtOf(verdict: Verdict): Exclude<Verdict, "confirmed" | "reported"> | null {
  return verdict === "confirmed" || verdict === "reported" ? null : verdict;
}

/** What was found, with what is correct, before anything else. */
function Standing({ claim, campaign, locale }: ShownClaim) {
  const t = useTranslations();
  const { verdict, revisions } = claim;
  const corrected = revisions.find(({ substantial }) => substantial);
  return (
    <div className="claim-standing">
      <p>
        <VerdictMark verdict={verdict.label} full />
      </p>
      {verdict.correct && (
        <p>
          <b>{t("evidence.correct")}:</b> <span lang={campaign.defaultLocale}>{verdict.correct}</span>
        </p>
      )}
      <p lang={campaign.defaultLocale}>{verdict.reason}</p>
      {corrected && (
        <p>
          <a href="#history">{t("corrections.on", { date: formatDay(new Date(corrected.at), locale) })}</a>
        </p>
      )}
      {(claim.opinion || claim.contested) && (
        <p className="small quiet">
          {claim.opinion && t("claim.opinion")} {claim.contested && t("claim.contested")}
        </p>
      )}
    </div>
  );
}

function Related({
  claims,
  campaign,
  locale,
}: {
  claims: ClaimView[];
  campaign: EvidenceCampaign;
  locale: Locale;
}) {
  const t = useTranslations("claim");
  if (claims.length === 0) return null;
  return (
    <section className="part" aria-labelledby="related">
      <h2 id="related">{t("related")}</h2>
      <ul className="claims">
        {claims.map((claim) => (
          <li key={claim.id}>
            <div>
              <a href={evidencePaths(campaign.slug, locale).claim(claim.id)} lang={campaign.defaultLocale}>
                {claim.statement}
              </a>{" "}
              <span className="small">
                <VerdictMark verdict={claim.verdict.label} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
