import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { RadioGroup, TickBox } from "@/components/ui/choice";
import { TextArea, TextField } from "@/components/ui/field";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { GIST_LONGEST, TOLD_LONGEST } from "@/lib/letters/schema";
import type { OwnAnswers } from "@/lib/letters/types";

type AnswerFormProps = {
  answers: OwnAnswers;
  token: string;
  locale: Locale;
  /** What was sent and not understood: it stands in the form again. */
  typed?: Record<string, string>;
};

const CHOICES = ["none", "form", "real", "returned"] as const;

/** "Did they answer?", on the page of a letter that has left. A writer's word, which they may change. */
export function AnswerForm({ answers, token, locale, typed }: AnswerFormProps) {
  const t = useTranslations("answers");
  const { told, came } = answers;
  const stands = typed ?? { answer: told?.answer, gist: told?.gist, text: told?.text };
  return (
    <section className="part" aria-labelledby="answer-title">
      <h2 id="answer-title">{t("title")}</h2>
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
          error={typed && t("failed")}
          options={CHOICES.map((value) => ({ value, label: t(`choices.${value}`) }))}
          defaultValue={stands.answer}
          required
        />
        <TextField
          name="gist"
          label={t("gist")}
          hint={t("gistHint", { longest: GIST_LONGEST })}
          maxLength={GIST_LONGEST}
          defaultValue={stands.gist}
        />
        <TextArea
          name="text"
          label={t("text")}
          hint={t("textHint")}
          maxLength={TOLD_LONGEST}
          defaultValue={stands.text}
        />
        <TickBox
          name="offer"
          label={t("offer")}
          defaultChecked={typed ? typed.offer === "on" : told?.isOffered}
        />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="locale" value={locale} />
        <Button>{t("button")}</Button>
      </form>
    </section>
  );
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
