import { useTranslations } from "next-intl";
import { formatDay, formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { FigureKind, TargetFigures } from "@/lib/letters/types";

type FiguresProps = { figures: TargetFigures; locale: Locale };

const VERIFIED: FigureKind[] = [
  "sent-own",
  "sent-unchanged",
  "delivered",
  "bounced",
  "refused",
  "carried-own",
  "carried-unchanged",
  "handed-over",
  "hand-over-refused",
  "hand-over-returned",
];
const TOLD: FigureKind[] = ["printed", "own-mail", "copied"];

/** What became of letters, by state and week. What is verified and what is told have a table each, and no sum. */
export function TargetLetters(props: FiguresProps) {
  const { figures, locale } = props;
  const t = useTranslations("targets");
  const next = formatDay(new Date(figures.nextRelease), locale);
  return (
    <section className="part figures-part" aria-labelledby="letters">
      <h2 id="letters">{t("letters")}</h2>
      <p className="small quiet">
        {figures.week
          ? t("asOf", { date: formatDay(new Date(figures.week.until), locale), next })
          : t("asOfNone", { next })}
      </p>
      <p>{t("rounded", { number: formatNumber(figures.threshold, locale) })}</p>
      <h3>{t("verified")}</h3>
      <KindTable {...props} kinds={VERIFIED} caption={t("verified")} />
      <Weeks {...props} kinds={VERIFIED} />
      <h3>{t("told")}</h3>
      <p>{t("toldLead")}</p>
      <KindTable {...props} kinds={TOLD} caption={t("told")} />
      <Weeks {...props} kinds={TOLD} />
    </section>
  );
}

type KindsProps = FiguresProps & { kinds: readonly FigureKind[]; caption: string };

/** Each kind with its number, or that it is withheld; a word where all are. */
export function KindTable({ figures, kinds, caption, locale }: KindsProps) {
  const t = useTranslations("targets");
  const number = formatNumber(figures.threshold, locale);
  if (kinds.every((kind) => !figures.figures[kind])) return <p>{t("allUnder", { number })}</p>;
  const under = t("under", { number });
  return (
    <div className="table-frame">
      <table className="figures-table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("what")}</th>
            <th scope="col">{t("number")}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`kind.${kind}`)}</th>
              <td>{figures.figures[kind] ? formatNumber(figures.figures[kind], locale) : under}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The weeks in which one of these numbers changed, with those that stood at their end. */
function Weeks({ figures, kinds, locale }: FiguresProps & { kinds: readonly FigureKind[] }) {
  const t = useTranslations("targets");
  const changed = figures.weeks.filter((week, at) =>
    kinds.some((kind) => (week.figures[kind] ?? 0) !== (figures.weeks[at + 1]?.figures[kind] ?? 0)),
  );
  if (changed.length === 0) return null;
  return (
    <details className="table-details">
      <summary>{t("weeks")}</summary>
      <div className="table-frame">
        <table className="figures-table weeks-table">
          <caption className="unseen">{t("weeks")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("week")}</th>
              <th scope="col">{t("stood")}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ until, figures: stood }) => (
              <tr key={until}>
                <th scope="row">{formatDay(new Date(until), locale)}</th>
                <td>
                  {kinds
                    .filter((kind) => stood[kind])
                    .map((kind) => (
                      <p key={kind}>
                        {t("stoodKind", {
                          kind: t(`kind.${kind}`),
                          number: formatNumber(stood[kind] ?? 0, locale),
                        })}
                      </p>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
