import { useTranslations } from "next-intl";
import { CitedText, type NoteNumbers } from "@/components/evidence/cited-text";
import type { PetitionBody } from "@/lib/petitions/types";

type PetitionTextProps = { body: PetitionBody; lang: string; notes?: NoteNumbers };

/** The text people sign: what leads to it, what is asked, how it ends. */
export function PetitionText({ body, lang, notes }: PetitionTextProps) {
  const t = useTranslations("petition");
  return (
    <div className="prose" id="text">
      <div className="prose" lang={lang}>
        <CitedText paragraphs={body.opening} notes={notes} />
      </div>
      <h2>{t("demandsLabel")}</h2>
      <ol className="demands" lang={lang}>
        {body.demands.map(({ heading, paragraphs }) => (
          <li key={heading}>
            <div>
              <h3>{heading}</h3>
              <CitedText paragraphs={paragraphs} notes={notes} />
            </div>
          </li>
        ))}
      </ol>
      <div className="prose" lang={lang}>
        <CitedText paragraphs={body.closing} notes={notes} />
      </div>
    </div>
  );
}
