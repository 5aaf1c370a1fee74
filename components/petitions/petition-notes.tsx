import { useTranslations } from "next-intl";
import { NumberedClaims } from "@/components/evidence/numbered-claims";
import type { Locale } from "@/lib/i18n/locales";
import type { PetitionView } from "@/lib/petitions/types";

/** The claims the petition's text rests on. */
export function PetitionNotes({ petition, locale }: { petition: PetitionView; locale: Locale }) {
  const t = useTranslations("petition");
  return (
    <section className="part" aria-labelledby="notes">
      <h2 id="notes">{t("notes")}</h2>
      <p className="small quiet mb-4">{t("notesLead")}</p>
      <NumberedClaims claims={petition.claims} campaign={petition.campaign} locale={locale} />
      <p className="no-print">
        <a className="tap" href="#text">
          {t("back")}
        </a>
      </p>
    </section>
  );
}
