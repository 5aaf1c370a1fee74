import { useTranslations } from "next-intl";
import { type ClaimView, correctedAt } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { ClaimFacts } from "./claim-entry";
import { CorrectedOn } from "./correction-line";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { FigureText } from "./figure-text";

type DisagreementsProps = {
  claim: ClaimView;
  opponents: ClaimView[];
  campaign: EvidenceCampaign;
  locale: Locale;
};

/** The statement beside those that disagree: all as they stand, with who says them, of when, and how they stand. */
export function ClaimDisagreements({ claim, opponents, campaign, locale }: DisagreementsProps) {
  const t = useTranslations("claim");
  const notes = new Map(claim.conflicts.map((conflict) => [conflict.claim, conflict.note]));
  return (
    <section className="part" aria-labelledby="disagrees">
      <h2 id="disagrees">{t("disagrees")}</h2>
      <p className="small quiet">{opponents.length > 0 ? t("disagreesLead") : t("disagreesNone")}</p>
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
    </section>
  );
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
