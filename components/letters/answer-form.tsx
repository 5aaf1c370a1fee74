import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { RadioGroup, TickBox } from "@/components/ui/choice";
import { ErrorSummary } from "@/components/ui/error-summary";
import { TextArea, TextField } from "@/components/ui/field";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { GIST_LONGEST, TOLD_LONGEST } from "@/lib/letters/schema";
import type { OwnAnswers } from "@/lib/letters/types";
import type { LetterTyped } from "./letter-errors";

type AnswerFormProps = {
  answers: OwnAnswers;
  token: string;
  locale: Locale;
  /** What was sent and not understood: it stands in the form again, with what is wrong beside it. */
  typed?: LetterTyped;
};

const CHOICES = ["none", "form", "real", "returned"] as const;
/** The form's fields, with the words that name each. */
const FIELDS = { answer: "choice", gist: "gist", text: "text", offer: "offer" } as const;
const isField = (name: string): name is keyof typeof FIELDS => Object.hasOwn(FIELDS, name);
const LONGEST: Record<string, number> = { gist: GIST_LONGEST, text: TOLD_LONGEST };

/** "Did they answer?", on the page of a letter that has left. A writer's word, which they may change. */
export function AnswerForm({ answers, token, locale, typed }: AnswerFormProps) {
  const t = useTranslations("answers");
  const f = useTranslations("form");
  const { told, came } = answers;
  const stands = typed?.values ?? { answer: told?.answer, gist: told?.gist, text: told?.text };
  const wrong = useWrong(typed);
  const errors = Object.keys(typed?.errors ?? {}).map((name) =>
    isField(name)
      ? { field: name, words: `${t(FIELDS[name])} – ${wrong(name)}` }
      : { words: wrong(name) ?? "" },
  );
  return (
    <section className="part" aria-labelledby="answer-title">
      <h2 id="answer-title">{t("title")}</h2>
      <ErrorSummary title={f("errorTitle", { count: errors.length })} errors={errors} />
      <p className="prose">{t("lead")}</p>
      {came.length > 0 && <Came came={came} locale={locale} />}
      {told && (
        <p className="small quiet">
          {t("again", { date: formatDay(told.at, locale), answer: t(`choices.${told.answer}`) })}
        </p>
      )}
      <form method="post" action="/api/v1/letter-answers" className="form mt-6">
        <RadioGroup
          name="answer"
          label={t("choice")}
          error={wrong("answer")}
          options={CHOICES.map((value) => ({ value, label: t(`choices.${value}`) }))}
          defaultValue={stands.answer}
          required
        />
        <TextField
          name="gist"
          label={t("gist")}
          hint={t("gistHint", { longest: GIST_LONGEST })}
          error={wrong("gist")}
          maxLength={GIST_LONGEST}
          defaultValue={stands.gist}
        />
        <TextArea
          name="text"
          label={t("text")}
          hint={t("textHint")}
          error={wrong("text")}
          maxLength={TOLD_LONGEST}
          defaultValue={stands.text}
        />
        <TickBox
          name="offer"
          label={t("offer")}
          error={wrong("offer")}
          defaultChecked={typed ? typed.values.offer === "on" : told?.isOffered}
        />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="locale" value={locale} />
        <Button>{t("button")}</Button>
      </form>
    </section>
  );
}

const CODES = ["required", "one-line", "hidden", "too-long"] as const;

/** The words for what is wrong with a field, as writing a letter has them; what nobody sees is the page's fault. */
function useWrong(typed: LetterTyped | undefined): (name: string) => string | undefined {
  const t = useTranslations();
  return (name) => {
    const code = typed?.errors[name];
    if (!code) return undefined;
    if (!isField(name)) return t("errors.page");
    const longest = LONGEST[name];
    if (code === "too-long" && longest) return t("answers.tooLong", { longest });
    return t(`letters.errors.${CODES.find((known) => known === code) ?? "invalid"}`);
  };
}

function Came({ came, locale }: { came: OwnAnswers["came"]; locale: Locale }) {
  const t = useTranslations("answers");
  return (
    <>
      <h3>{t("came")}</h3>
      <ul>
        {came.map(({ id, kind, at, isForwarded }) => {
          const what = { date: formatDay(at, locale), kind: t(`kinds.${kind}`) };
          const more = t(isForwarded ? "forwarded" : "kept");
          return (
            <li key={id}>{isForwarded === null ? t("line", what) : t("lineMore", { ...what, more })}</li>
          );
        })}
      </ul>
    </>
  );
}
