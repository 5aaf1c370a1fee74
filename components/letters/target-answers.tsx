import { useTranslations } from "next-intl";
import { FigureNumber } from "@/components/ui/figure-number";
import { formatDay, formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { TargetFigures } from "@/lib/letters/types";
import { KindTable } from "./target-letters";

/** `lang`: the language that the campaign keeps its words on offices in. */
type AnswersProps = { figures: TargetFigures; lang: Locale; locale: Locale };

/** Days of silence, answers in numbers, and those that a moderator made public. */
export function TargetAnswers({ figures, lang, locale }: AnswersProps) {
  const t = useTranslations("targets");
  return (
    <section className="part figures-part" aria-labelledby="answers">
      <h2 id="answers">{t("answers")}</h2>
      <Silence figures={figures} locale={locale} />
      <h3>{t("verifiedAnswers")}</h3>
      <KindTable {...{ figures, locale }} kinds={["answers"]} caption={t("verifiedAnswers")} />
      <h3>{t("toldAnswers")}</h3>
      <p>{t("toldLead")}</p>
      <KindTable
        {...{ figures, locale }}
        kinds={["told-real", "told-form", "told-returned", "told-none"]}
        caption={t("toldAnswers")}
      />
      <h3>{t("shown")}</h3>
      {figures.replies.length === 0 && <p>{t("shownNone")}</p>}
      <ul className="cards">
        {figures.replies.map(({ id, via, week, text }) => (
          <li key={id} className="card">
            <p className="small quiet">
              {t("shownWeek", { date: formatDay(new Date(week), locale) })} ·{" "}
              {t(via === "relay" ? "shownRelay" : "shownTold")}
            </p>
            {text.split(/\n{2,}/).map((paragraph, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one text, which may repeat
              <p key={at} lang={lang}>
                {paragraph}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Silence({ figures: { silence, threshold, week }, locale }: Omit<AnswersProps, "lang">) {
  const t = useTranslations("targets");
  const number = formatNumber(threshold, locale);
  if (!silence || !week) return <p>{t("silenceNone", { number })}</p>;
  const date = formatDay(new Date(silence.since), locale);
  return (
    <FigureNumber
      value={silence.days}
      label={t("silence", { days: silence.days })}
      asOf={silence.answered ? t("silenceAnswered", { date }) : t("silenceSince", { date, number })}
      locale={locale}
    />
  );
}
