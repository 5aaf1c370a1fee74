import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CarriedFields, CHOSEN, WHICH, WRITTEN } from "./carried-fields";
import { TakenForm } from "./taken-form";
import type { WriteSendProps } from "./write-send";

const PAPERS = ["a4", "letter"] as const;

/** A file to print and sign, and an envelope. Nothing of it is stored. */
export function WriteOnPaper(props: WriteSendProps) {
  const { office, typed } = props;
  const t = useTranslations("letters");
  return (
    <section className="part" id="by-paper" aria-labelledby="by-paper-title">
      <h2 id="by-paper-title">{t("by.paper")}</h2>
      <div className="prose">
        <p>{t("paperText")}</p>
        {office.address ? (
          <p className="whitespace-pre-line">
            {[office.name, office.address, office.hostCountry].filter(Boolean).join("\n")}
          </p>
        ) : (
          <p>{t("noPostal")}</p>
        )}
      </div>
      <form className="form mt-6" method="post" action="/api/v1/letters/papers">
        <CarriedFields values={typed.values} names={[...WHICH, ...CHOSEN, ...WRITTEN]} />
        <div className="actions">
          {PAPERS.map((paper) => (
            <Button key={paper} plain name="paper" value={paper}>
              {t(`papers.${paper}`)}
            </Button>
          ))}
          {PAPERS.map((paper) => (
            <Button key={paper} plain name="envelope" value={paper}>
              {t(`envelopes.${paper}`)}
            </Button>
          ))}
        </div>
      </form>
      <TakenForm {...props} way="printed" />
    </section>
  );
}
