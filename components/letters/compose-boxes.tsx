import { useTranslations } from "next-intl";
import { CitedText } from "@/components/evidence/cited-text";
import type { ComposedLetter, LetterVersion } from "@/lib/letters/types";
import type { LetterTyped } from "./letter-errors";

type Contested = ComposedLetter["contested"];
type BoxesProps = { version: LetterVersion; typed: LetterTyped };

/** Topics or demands to tick, each with what it says in the letter. `start`: how the names of its boxes begin. */
export function ChoiceBoxes({
  list,
  start,
  version,
  typed,
}: BoxesProps & { list: "topics" | "demands"; start: string }) {
  const t = useTranslations("letters");
  const ticked = (typed.values[list] ?? "").split(" ");
  return (
    <fieldset>
      <legend>{t(list)}</legend>
      <p className="hint">{t(`${list}Hint`)}</p>
      <div className="choices">
        {version.body[list].map((choice) => (
          <div className="choice" key={choice.key}>
            <input
              type="checkbox"
              id={start + choice.key}
              name={start + choice.key}
              value="on"
              defaultChecked={ticked.includes(choice.key)}
            />
            <label htmlFor={start + choice.key} lang={version.locale}>
              {choice.label}
              {choice.hint && <span className="hint block">{choice.hint}</span>}
            </label>
            <details className="choice-text">
              <summary>{t("says")}</summary>
              <div className="prose" lang={version.locale}>
                <CitedText paragraphs={choice.paragraphs} />
              </div>
            </details>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** What is disputed is left out, unless the writer has read the note and wants it in; then the note goes along. */
export function DisputedBoxes({ version, disputed, typed }: BoxesProps & { disputed: Contested }) {
  const t = useTranslations("letters");
  const confirmed = (typed.values.confirmed ?? "").split(" ");
  const paragraphs = disputedIn(version, disputed);
  if (paragraphs.length === 0) return null;
  return (
    <fieldset>
      <legend>{t("disputed")}</legend>
      <p className="hint">{t("disputedHint")}</p>
      <div className="choices">
        {paragraphs.map(({ label, text, note, keys }) => {
          const id = `confirm-${keys.join("+")}`;
          return (
            <div className="choice" key={id}>
              <input
                type="checkbox"
                id={id}
                name={id}
                value="on"
                defaultChecked={keys.every((key) => confirmed.includes(key))}
                aria-describedby={`${id}-hint`}
              />
              <label htmlFor={id}>{t("disputedConfirm")}</label>
              <p className="hint" id={`${id}-hint`}>
                <Disputed {...{ label, text, note }} language={version.locale} />
              </p>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

type DisputedProps = { label: string; text: string; note: string; language: string };

/** A disputed paragraph, and its note: that speaks to the office, not to the reader of the page. */
export function Disputed({ label, text, note, language }: DisputedProps) {
  const t = useTranslations("letters");
  return (
    <>
      <span lang={language}>
        <b>{label}:</b> {text}
      </span>{" "}
      {t("disputedNote")} <em lang={language}>{note}</em>
    </>
  );
}

/** The paragraphs that wait for a yes, each with all claims that it is about; those about the same claims once. */
export function disputedIn({ title, body }: LetterVersion, all: Contested) {
  const frame = { label: title, paragraphs: [...body.opening, ...body.request, ...body.closing] };
  const found = [frame, ...body.topics, ...body.demands].flatMap(({ label, paragraphs }) =>
    paragraphs.map(({ sentences }) => {
      const cited = sentences.flatMap(({ claims }) => claims);
      const here = all.filter(({ key }) => cited.includes(key));
      const note = [...new Set(here.map((each) => each.note))].join(" ");
      const text = sentences.map((sentence) => sentence.text).join(" ");
      return { label, text, note, keys: here.map(({ key }) => key) };
    }),
  );
  const byClaims = new Map(found.map((each) => [each.keys.join("+"), each]));
  return [...byClaims.values()].filter(({ keys }) => keys.length > 0);
}
