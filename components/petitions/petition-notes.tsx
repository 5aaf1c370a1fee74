import { useTranslations } from "next-intl";
import type { NoteNumbers } from "@/components/evidence/cited-text";
import { ClaimEntry } from "@/components/evidence/claim-entry";
import type { ClaimView } from "@/lib/evidence/types";

/** Numbers claims in the order in which the text first cites them. */
export function numberNotes(claims: ClaimView[]): NoteNumbers {
  return new Map(claims.map(({ id }, index) => [id, index + 1]));
}

/** The claims a text rests on, in full. */
export function PetitionNotes({ claims }: { claims: ClaimView[] }) {
  const t = useTranslations("petition");
  return (
    <section className="part" aria-labelledby="notes">
      <h2 id="notes">{t("notes")}</h2>
      <p className="small quiet">{t("notesLead")}</p>
      <ol className="claims numbered">
        {claims.map((claim, index) => (
          <li key={claim.id} id={`note-${index + 1}`}>
            <span className="claim-number">{index + 1}</span>
            <ClaimEntry claim={claim} />
          </li>
        ))}
      </ol>
      <p className="no-print">
        <a className="tap" href="#text">
          {t("back")}
        </a>
      </p>
    </section>
  );
}
