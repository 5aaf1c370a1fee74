import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { CHOSEN, WHICH, WRITTEN } from "@/lib/letters/types";
import { CarriedFields } from "./carried-fields";
import { wrongWith } from "./letter-errors";
import { TakenForm } from "./taken-form";
import { UndrawableNotice } from "./undrawable-notice";
import type { WriteSendProps } from "./write-send";

/** Own words stand in the text already; both, at their longest in Chinese, are more than the host takes in (64 KiB). */
const CHOSEN_BRIEFLY = CHOSEN.filter((name) => name !== "own");

/** A file to print and sign, and an envelope. Nothing of it is stored. */
export function WriteOnPaper(props: WriteSendProps) {
  const { typed, paper } = props;
  const t = useTranslations();
  return (
    <section className="part no-print" id="by-paper" aria-labelledby="by-paper-title">
      <h2 id="by-paper-title">{t("letters.by.paper")}</h2>
      <UndrawableNotice typed={typed} field="paper" />
      <div className="prose">
        <p>{t("letters.paperText")}</p>
        {props.office.address ? (
          <p className="whitespace-pre-line">{paper.address.join("\n")}</p>
        ) : (
          <p>{t("letters.noPostal")}</p>
        )}
        <p>{t("papers.fold")}</p>
        <noscript>
          <p>{t("papers.date")}</p>
        </noscript>
      </div>
      <form className="form mt-6" method="post" action="/api/v1/letters/papers">
        <CarriedFields values={typed.values} names={[...WHICH, ...CHOSEN_BRIEFLY, ...WRITTEN]} />
        <input type="hidden" name="date" data-today />
        <TextArea
          name="sender"
          label={t("papers.sender")}
          hint={t("papers.senderHint")}
          optional={t("letters.optional")}
          error={wrongWith(props, "sender")}
          defaultValue={typed.values.sender}
          maxLength={paper.senderLongest}
        />
        <Papers title={t("papers.sheets")} names={paper.sheets} words={(name) => t(`papers.sheet.${name}`)} />
        <Papers
          title={t("papers.envelopes")}
          names={paper.envelopes}
          words={(name) => t(`papers.envelope.${name}`)}
        />
      </form>
      <TakenForm {...props} ways={["printed"]} />
    </section>
  );
}

type PapersProps<Name extends string> = {
  title: string;
  names: readonly Name[];
  words: (name: Name) => string;
};

/** Buttons that each give a file. */
function Papers<Name extends string>({ title, names, words }: PapersProps<Name>) {
  return (
    <fieldset className="field">
      <legend className="field-label">{title}</legend>
      <div className="actions">
        {names.map((name) => (
          <Button key={name} plain name="paper" value={name}>
            {words(name)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
