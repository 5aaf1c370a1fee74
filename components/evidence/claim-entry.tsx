import { useTranslations } from "next-intl";
import type { ClaimView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { CorrectionLine } from "./correction-line";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { VerdictMark } from "./verdict-mark";

/** A claim as a page of its campaign shows it, in the reader's language. */
export type ShownClaim = { claim: ClaimView; campaign: EvidenceCampaign; locale: Locale };

/** One statement with who makes it, when, where, how it stands, who says otherwise, and the way to its page. */
export function ClaimEntry(shown: ShownClaim) {
  return (
    <div>
      <p lang={shown.campaign.defaultLocale}>{shown.claim.statement}</p>
      <ClaimFacts {...shown} />
      <ClaimConflicts {...shown} />
      <CorrectionLine {...shown} />
      <ClaimLink {...shown} />
    </div>
  );
}

/** `letter`: the document's name on paper, where a list tells what it stands for. */
type FactsProps = ShownClaim & { letter?: string };

/** Who says it, what date it speaks of, in which document, and how it stands. */
export function ClaimFacts({ claim, campaign, locale, letter }: FactsProps) {
  const t = useTranslations("evidence");
  return (
    <dl className="claim-facts">
      <div>
        <dt>{t("saidBy")}</dt>
        <dd lang={campaign.defaultLocale}>{claim.speaker}</dd>
      </div>
      <div>
        <dt>{t("date")}</dt>
        <dd lang={campaign.defaultLocale}>{claim.date.text}</dd>
      </div>
      <div>
        <dt>{t("source")}</dt>
        <dd lang={campaign.defaultLocale}>
          <a href={evidencePaths(campaign.slug, locale).source(claim.source.id)}>
            <cite>{claim.source.title}</cite>
          </a>
          {letter && <span className="print-only source-letter">{letter}</span>}
        </dd>
      </div>
      <div>
        <dt>{t("finding")}</dt>
        <dd>
          <VerdictMark verdict={claim.verdict.label} />
        </dd>
      </div>
    </dl>
  );
}

/** Both sides by name, each leading to the other: where sources differ, no statement stands alone. */
function ClaimConflicts({ claim, campaign, locale }: ShownClaim) {
  const t = useTranslations("evidence");
  const { conflicts, verdict } = claim;
  if (conflicts.length === 0 && !verdict.correct) return null;
  return (
    <p className="claim-differs">
      {conflicts.length > 0 && (
        <>
          <b>{t("differs")}:</b>{" "}
          {conflicts.map(({ claim: other, note }, index) => (
            <span key={other} lang={campaign.defaultLocale}>
              {index > 0 && " "}
              <a href={evidencePaths(campaign.slug, locale).claim(other)}>{note}</a>
            </span>
          ))}
        </>
      )}
      {verdict.correct && (
        <>
          {" "}
          <b>{t("correct")}:</b> <span lang={campaign.defaultLocale}>{verdict.correct}</span>
        </>
      )}
    </p>
  );
}

/** Where all that is known of a claim stands, and stays. */
export function ClaimLink({ claim, campaign, locale }: ShownClaim) {
  const t = useTranslations("corrections");
  return (
    <p className="claim-link no-print">
      <a href={evidencePaths(campaign.slug, locale).claim(claim.id)}>{t("statement")}</a>
    </p>
  );
}
