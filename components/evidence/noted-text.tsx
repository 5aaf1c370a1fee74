import { useTranslations } from "next-intl";
import type { Paragraph, Sentence } from "@/lib/campaigns/types";
import type { ClaimView, DossierView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { ClaimFacts } from "./claim-entry";
import { CorrectionLine } from "./correction-line";
import { sentencePlaces } from "./dossier-parts";
import type { EvidenceCampaign } from "./evidence-paths";
import { numberNotes } from "./numbered-claims";

type NotedTextProps = { dossier: DossierView; campaign: EvidenceCampaign; locale: Locale };
type Numbered = { claim: ClaimView; number: number };
type Reading = Omit<NotedTextProps, "dossier"> & {
  places: ReadonlyMap<Sentence, number>;
  notesOf: (sentence: Sentence) => Numbered[];
};

/** A dossier's text. The numbers behind a sentence open what it rests on beneath it, without a script. */
export function NotedText({ dossier, campaign, locale }: NotedTextProps) {
  const numbers = numberNotes(dossier.claims);
  const notesOf = ({ claims }: Sentence) =>
    dossier.claims.flatMap((claim) =>
      claims.includes(claim.id) ? { claim, number: numbers.get(claim.id) ?? 0 } : [],
    );
  const reading = { campaign, locale, places: sentencePlaces(dossier.sections), notesOf };
  return (
    <div className="noted" lang={dossier.locale}>
      {dossier.sections.map(({ heading, paragraphs }, index) => (
        <section key={heading} className="prose" aria-labelledby={`part-${index + 1}`}>
          <h2 id={`part-${index + 1}`}>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <NotedParagraph key={paragraph.sentences[0]?.text} paragraph={paragraph} {...reading} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** Not a p element: that may hold nothing that opens. */
function NotedParagraph({ paragraph, ...reading }: Reading & { paragraph: Paragraph }) {
  return (
    <div className="paragraph">
      {paragraph.sentences.map((sentence, index) => {
        const notes = reading.notesOf(sentence);
        return [
          index > 0 && " ",
          <span key={sentence.text} id={`sentence-${reading.places.get(sentence)}`}>
            {sentence.text}
          </span>,
          notes.length > 0 && <Mark key={`${sentence.text} notes`} notes={notes} {...reading} />,
        ];
      })}
    </div>
  );
}

function Mark({ notes, campaign, locale }: Reading & { notes: Numbered[] }) {
  const t = useTranslations("dossier");
  return (
    <details className="mark-box" lang={locale}>
      <summary>
        <span className="unseen">{t("marks", { count: notes.length })} </span>
        {notes.map(({ number }) => number).join(", ")}
      </summary>
      <ul className="mark-notes">
        {notes.map(({ claim, number }) => (
          <li key={claim.id}>
            <p lang={campaign.defaultLocale}>{claim.statement}</p>
            <ClaimFacts claim={claim} campaign={campaign} locale={locale} />
            <CorrectionLine {...{ claim, campaign, locale }} />
            <a className="mark-link" href={`#note-${number}`}>
              {t("inFull", { number })}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
