import { useTranslations } from "next-intl";
import { NumberedClaims } from "@/components/evidence/numbered-claims";
import type { ClaimView } from "@/lib/evidence/types";

/** The claims the petition's text rests on. */
export function PetitionNotes({ claims }: { claims: ClaimView[] }) {
  const t = useTranslations("petition");
  return (
    <section className="part" aria-labelledby="notes">
      <h2 id="notes">{t("notes")}</h2>
      <p className="small quiet mb-4">{t("notesLead")}</p>
      <NumberedClaims claims={claims} />
      <p className="no-print">
        <a className="tap" href="#text">
          {t("back")}
        </a>
      </p>
    </section>
  );
}
