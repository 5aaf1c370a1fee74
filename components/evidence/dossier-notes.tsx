import { useTranslations } from "next-intl";
import { type ClaimView, correctedAt, type DossierView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import type { NoteNumbers } from "./cited-text";
import { ClaimFacts, ClaimLink, type ShownClaim } from "./claim-entry";
import { CorrectedOn, CorrectionLine } from "./correction-line";
import { firstCitations, sourceLetters } from "./dossier-parts";
import type { EvidenceCampaign } from "./evidence-paths";
import { numberNotes } from "./numbered-claims";

type DossierNotesProps = {
  dossier: DossierView;
  /** Claims that disagree with those the dossier cites, beside these. */
  others: ClaimView[];
  campaign: EvidenceCampaign;
  locale: Locale;
};

/** What a dossier rests on, in full: each claim with its reason and all that disagrees with it at its side. */
export function DossierNotes({ dossier, others, campaign, locale }: DossierNotesProps) {
  const t = useTranslations("dossier");
  const places = firstCitations(dossier.sections);
  const shown = [...dossier.claims, ...others];
  const known = new Map(shown.map((claim) => [claim.id, claim]));
  const numbers = numberNotes(dossier.claims);
  const letters = sourceLetters(shown);
  return (
    <section className="part" aria-labelledby="notes">
      <h2 id="notes">{t("notes")}</h2>
      <p className="small quiet mb-4 no-print">{t("notesLead")}</p>
      <ol className="claims numbered dossier-notes">
        {dossier.claims.map((claim, index) => (
          <li key={claim.id} id={`note-${index + 1}`}>
            <a
              className="claim-number"
              href={`#sentence-${places.get(claim.id)}`}
              aria-label={t("back", { number: index + 1 })}
            >
              {index + 1}
            </a>
            <Note {...{ claim, known, numbers, letters, campaign, locale }} />
          </li>
        ))}
      </ol>
      <PrintSources {...{ claims: shown, letters, campaign }} />
    </section>
  );
}

type Letters = ReadonlyMap<string, string>;
type NoteProps = ShownClaim & {
  known: ReadonlyMap<string, ClaimView>;
  numbers: NoteNumbers;
  letters: Letters;
};

function Note({ known, numbers, letters, ...shown }: NoteProps) {
  const { claim, campaign } = shown;
  const disputed = claim.conflicts.length > 0;
  return (
    <div className={disputed ? "sides" : undefined}>
      <div>
        <p lang={campaign.defaultLocale}>{claim.statement}</p>
        <ClaimFacts {...shown} letter={letters.get(claim.source.id)} />
        <Finding {...shown} />
        <CorrectionLine {...shown} />
        <ClaimLink {...shown} />
      </div>
      {disputed && <Against {...{ known, numbers, letters }} {...shown} />}
    </div>
  );
}

function Finding({ claim: { verdict }, campaign }: ShownClaim) {
  const t = useTranslations("evidence");
  return (
    <p className="claim-finding" data-verdict={verdict.label}>
      <span lang={campaign.defaultLocale}>{verdict.reason}</span>
      {verdict.correct && (
        <>
          {" "}
          <b>{t("correct")}:</b> <span lang={campaign.defaultLocale}>{verdict.correct}</span>
        </>
      )}
    </p>
  );
}

function Against({ claim, known, numbers, letters, ...page }: NoteProps) {
  const t = useTranslations("dossier");
  return (
    <div className="against">
      <p className="against-label">{t("others")}</p>
      <ul>
        {claim.conflicts.map(({ claim: key, note }) => {
          const other = known.get(key);
          return (
            <li key={key} className={numbers.has(key) ? "noted-too" : undefined}>
              {other && <OtherSide claim={other} number={numbers.get(key)} letters={letters} {...page} />}
              <p className="against-note" lang={page.campaign.defaultLocale}>
                {note}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function OtherSide({ number, letters, ...shown }: ShownClaim & { number?: number; letters: Letters }) {
  const t = useTranslations("petition");
  return (
    <>
      <p className="against-statement" lang={shown.campaign.defaultLocale}>
        {shown.claim.statement}
      </p>
      <ClaimFacts {...shown} letter={letters.get(shown.claim.source.id)} />
      {correctedAt(shown.claim) && (
        <p className="small">
          <CorrectedOn at={correctedAt(shown.claim)} locale={shown.locale} />
        </p>
      )}
      {number ? (
        <p className="claim-link">
          <a href={`#note-${number}`} data-number={number}>
            {t("note", { number })}
          </a>
        </p>
      ) : (
        <ClaimLink {...shown} />
      )}
    </>
  );
}

/** On paper a document is named once. */
function PrintSources({
  claims,
  letters,
  campaign,
}: {
  claims: ClaimView[];
  letters: Letters;
  campaign: EvidenceCampaign;
}) {
  const t = useTranslations("overview");
  const titles = new Map(claims.map(({ source }) => [source.id, source.title]));
  return (
    <p className="print-only print-sources">
      <b>{t("sources")}</b>{" "}
      <span lang={campaign.defaultLocale}>
        {[...titles].map(([key, title]) => (
          <span key={key}>
            <b>{letters.get(key)}</b> {title}{" "}
          </span>
        ))}
      </span>
    </p>
  );
}
