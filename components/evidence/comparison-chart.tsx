import { scaleLinear } from "d3-scale";
import { useTranslations } from "next-intl";
import { type ComparisonView, correctedAt } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { CorrectedOn } from "./correction-line";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { type FigureRange, figureRange } from "./figure-range";
import { FigureText } from "./figure-text";
import { VerdictMark } from "./verdict-mark";

type Answer = ComparisonView["answers"][number];
type Figured = Answer & { value: NonNullable<Answer["value"]> };
type ChartProps = { comparison: ComparisonView; campaign: EvidenceCampaign; locale: Locale };
/** A figure's place on the strip, in per cent of its width. */
type Place = (value: number) => number;

/** Room at the right for the arrow of a figure that is open above. */
const FULL = 92;
const TICKS = 3;

/**
 * The answers that stand on one scale, in the order given: figures of the question's unit. None where figures of a
 * question without a unit are of several, or where one is below zero: a chart without it would mislead.
 */
export function figuredAnswers({ answers, unit }: ComparisonView): Figured[] {
  const figured = answers.flatMap((answer) =>
    answer.value && (unit === null || answer.value.unit === unit) ? [{ ...answer, value: answer.value }] : [],
  );
  const units = new Set(figured.map(({ value }) => value.unit));
  return units.size > 1 || figured.some(({ value }) => value.value < 0) ? [] : figured;
}

/** Figures that differ, each on its line of one scale that begins at zero; none of them is summed up. */
export function ComparisonChart({ comparison, campaign, locale }: ChartProps) {
  const t = useTranslations("conflicts");
  const answers = figuredAnswers(comparison);
  const most = Math.max(...answers.map(({ value }) => figureRange(value).high));
  const scale = scaleLinear([0, most], [0, FULL]).nice(TICKS);
  return (
    <figure className="comparison" aria-label={t("chartOf", { title: comparison.title })}>
      <ol>
        {answers.map((answer) => (
          <li key={answer.claim.id}>
            <AnswerWords {...{ answer, campaign, locale }} />
            <Strip range={figureRange(answer.value)} place={scale} />
          </li>
        ))}
      </ol>
      <Axis place={scale} ticks={scale.ticks(TICKS)} locale={locale} />
    </figure>
  );
}

type WordsProps = { answer: Answer; campaign: EvidenceCampaign; locale: Locale };

/** A figure, where there is one, with who gives it, of when, and how it stands. */
export function AnswerWords({ answer: { claim, value }, campaign, locale }: WordsProps) {
  return (
    <div className="comparison-words">
      {value && (
        <p>
          <FigureText figure={value} lang={campaign.defaultLocale} locale={locale} />
        </p>
      )}
      <p className="quiet">
        <a href={evidencePaths(campaign.slug, locale).claim(claim.id)} lang={campaign.defaultLocale}>
          {claim.speaker}
        </a>
        <span lang={campaign.defaultLocale}>, {claim.date.text}</span>{" "}
        <VerdictMark verdict={claim.verdict.label} /> <CorrectedOn at={correctedAt(claim)} locale={locale} />
      </p>
    </div>
  );
}

const percent = (value: number) => `${Math.round(value * 10) / 10}%`;

/** The words beside it say the same, so it is kept from those who listen. */
function Strip({ range, place }: { range: FigureRange; place: Place }) {
  return (
    <svg className="strip" aria-hidden="true">
      <line className="chart-grid" x1="0" y1="12" x2="100%" y2="12" />
      <RangeShape {...range} from={percent(place(range.low))} to={percent(place(range.high))} />
    </svg>
  );
}

/** A dot for a figure, hollow where it is not exact, a bar for a range, a broken line with an arrow towards an open end. */
export function RangeShape({ low, high, open, exact, from, to }: FigureRange & { from: string; to: string }) {
  return (
    <>
      {open === "above" && <line className="strip-open" x1={from} y1="12" x2="99%" y2="12" />}
      {open === "above" && <Arrow at="100%" d="M-7,6L-1,12L-7,18" />}
      {open === "below" && <line className="strip-open" x1="1%" y1="12" x2={to} y2="12" />}
      {open === "below" && <Arrow at="0" d="M7,6L1,12L7,18" />}
      {low < high && <line className="strip-range" x1={from} y1="12" x2={to} y2="12" />}
      {low < high && <line className="strip-end" x1={from} y1="5" x2={from} y2="19" />}
      {low < high ? (
        <line className="strip-end" x1={to} y1="5" x2={to} y2="19" />
      ) : (
        <circle className={exact ? "strip-dot" : "strip-dot vague"} cx={from} cy="12" r="5" />
      )}
    </>
  );
}

function Arrow({ at, d }: { at: string; d: string }) {
  return (
    <svg x={at} className="strip-arrow" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

function Axis({ place, ticks, locale }: { place: Place; ticks: number[]; locale: Locale }) {
  return (
    <svg className="strip axis" aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className="chart-grid"
            {...{ x1: percent(place(tick)), x2: percent(place(tick)) }}
            y1="0"
            y2="6"
          />
          <text x={percent(place(tick))} y="19" textAnchor={tick === 0 ? "start" : "middle"}>
            {formatNumber(tick, locale)}
          </text>
        </g>
      ))}
    </svg>
  );
}
