import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import { useTranslations } from "next-intl";
import { formatDay, formatNumber, formatShortDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { FigureHistory } from "@/lib/signatures/types";

const WIDTH = 420;
const HEIGHT = 230;
const PLOT = { left: 8, right: 70, top: 14, bottom: 28 };
const TICKS = 4;

type Point = { at: Date; total: number };

/** The published days as a line from zero, drawn on the server. Nothing where fewer than two days have a number. */
export function HistoryChart({ history, locale }: { history: FigureHistory; locale: Locale }) {
  const t = useTranslations("figures");
  const points = shownPoints(history);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return null;
  const x = scaleUtc([first.at, last.at], [PLOT.left, WIDTH - PLOT.right]);
  const top = Math.max(...points.map(({ total }) => total));
  const y = scaleLinear([0, top], [HEIGHT - PLOT.bottom, PLOT.top]).nice(TICKS);
  const path = line<Point>(
    ({ at }) => x(at),
    ({ total }) => y(total),
  ).digits(1);
  const ground = area<Point>(
    ({ at }) => x(at),
    y(0),
    ({ total }) => y(total),
  ).digits(1);
  const words = { count: last.total, date: formatDay(last.at, locale) };
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("historyAlt", words)}>
      {y.ticks(TICKS).map((tick) => (
        <g key={tick}>
          <path className="chart-grid" d={`M${PLOT.left},${y(tick)}H${WIDTH - PLOT.right}`} />
          <text x={WIDTH - PLOT.right + 8} y={y(tick)} dy="0.35em">
            {formatNumber(tick, locale)}
          </text>
        </g>
      ))}
      <path className="chart-area" d={ground(points) ?? ""} />
      <path className="chart-line" d={path(points) ?? ""} />
      <circle className="chart-end" cx={x(last.at)} cy={y(last.total)} r={4} />
      <text x={PLOT.left} y={HEIGHT - 8}>
        {formatShortDay(first.at, locale)}
      </text>
      <text x={WIDTH - PLOT.right} y={HEIGHT - 8} textAnchor="end">
        {formatShortDay(last.at, locale)}
      </text>
    </svg>
  );
}

function shownPoints(history: FigureHistory): Point[] {
  return history.items.flatMap(({ day, total }) => (total === null ? [] : [{ at: new Date(day), total }]));
}
