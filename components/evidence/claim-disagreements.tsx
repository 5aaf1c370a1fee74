import { useTranslations } from "next-intl";
import { type ClaimView, type ComparisonView, correctedAt } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { ChartKey } from "./chart-key";
import { ClaimFacts } from "./claim-entry";
import { ComparisonAnswers } from "./comparison-answers";
import { CorrectedOn } from "./correction-line";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { FigureText } from "./figure-text";

type DisagreementsProps = {
  claim: ClaimView;
  opponents: ClaimView[];
  /** Questions to which it is one answer of several. */
  comparisons: ComparisonView[];
  campaign: EvidenceCampaign;
  locale: Locale;
};

/** The statement beside those that disagree, and beside other answers to the same question: all as they stand. */
export function ClaimDisagreements({ claim, opponents, comparisons, campaign, locale }: DisagreementsProps) {
  const t = useTranslations("claim");
  const notes = new Map(claim.conflicts.map((conflict) => [conflict.claim, conflict.note]));
  return (
    <section className="part" aria-labelledby="disagrees">
      <h2 id="disagrees">{t("disagrees")}</h2>
      <p className="small quiet">{t(leadOf(claim, comparisons))}</p>
      {opponents.length > 0 && (
        <div className="versus">
          <Side heading={t("this")} claim={claim} {...{ campaign, locale }} />
          {opponents.map((other) => (
            <Side
              key={other.id}
              heading={t("against")}
              claim={other}
              note={notes.get(other.id)}
              {...{ campaign, locale }}
            />
          ))}
        </div>
      )}
      {comparisons.map((comparison) => (
        <div key={comparison.id} className="compared">
          <h3 lang={campaign.defaultLocale}>{comparison.title}</h3>
          <ComparisonAnswers {...{ comparison, campaign, locale }} />
        </div>
      ))}
      {comparisons.length > 0 && <ChartKey />}
    </section>
  );
}

/** "Nothing disagrees" is said only of what nothing speaks against: no statement, no other answer, no finding. */
function leadOf({ conflicts, contested, verdict }: ClaimView, comparisons: readonly ComparisonView[]) {
  if (conflicts.length > 0) return "disagreesLead";
  if (comparisons.length > 0) return "comparedLead";
  const stands = verdict.label === "confirmed" || verdict.label === "reported";
  return stands && !contested ? "disagreesNone" : "disagreesAbove";
}

/** `note`: how it differs; the statement of the page itself has none. */
type SideProps = {
  heading: string;
  claim: ClaimView;
  campaign: EvidenceCampaign;
  locale: Locale;
  note?: string;
};

function Side({ heading, claim, campaign, locale, note }: SideProps) {
  const t = useTranslations("evidence");
  const { statement, values, verdict } = claim;
  return (
    <div className="versus-side">
      <h3>{heading}</h3>
      <p lang={campaign.defaultLocale}>
        {note ? <a href={evidencePaths(campaign.slug, locale).claim(claim.id)}>{statement}</a> : statement}
      </p>
      {values.length > 0 && (
        <ul className="versus-values">
          {values.map((value, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two figures may be alike, and the list never changes in place
            <li key={index}>
              <FigureText figure={value} lang={campaign.defaultLocale} locale={locale} />
            </li>
          ))}
        </ul>
      )}
      <ClaimFacts claim={claim} campaign={campaign} locale={locale} />
      {correctedAt(claim) && (
        <p className="small">
          <CorrectedOn at={correctedAt(claim)} locale={locale} />
        </p>
      )}
      {verdict.correct && (
        <p className="small">
          <b>{t("correct")}:</b> <span lang={campaign.defaultLocale}>{verdict.correct}</span>
        </p>
      )}
      {note && (
        <p className="versus-note" lang={campaign.defaultLocale}>
          {note}
        </p>
      )}
    </div>
  );
}
