import { scaleUtc } from "d3-scale";
import { useTranslations } from "next-intl";
import type { TimelineEventView, Track } from "@/lib/evidence/types";
import { dateSpan, LANE, laneCount, layOut, MARK, type Mark } from "./timeline-marks";

type TimelinePictureProps = {
  events: TimelineEventView[];
  /** Whether an event is among those asked for; the others stay as shadows. */
  isChosen: (event: TimelineEventView) => boolean;
  now: Date;
};
type Way = "wide" | "tall";

/** Length along the time: across the page, or down it on a narrow screen. */
const LENGTHS: Record<Way, number> = { wide: 1000, tall: 900 };
const EDGE = 20;
/** Room for the years between the two tracks. */
const RAILS: Record<Way, number> = { wide: 24, tall: 42 };
/** No band is narrower than its name. */
const LEAST: Record<Way, number> = { wide: 40, tall: 112 };
const QUIET: Track[] = ["law", "context"];
const HEAD = 22;

/** What happened, along the time: reactions on one side of the years, returns on the other, the rest set apart. */
export function TimelinePicture(props: TimelinePictureProps) {
  const t = useTranslations("timeline");
  if (props.events.every(({ date }) => dateSpan(date) === null)) return null;
  return (
    <figure className="timeline-picture">
      <Drawing {...props} way="wide" />
      <Drawing {...props} way="tall" />
      <figcaption className="small quiet">{t("key")}</figcaption>
    </figure>
  );
}

function Drawing({ events, isChosen, now, way }: TimelinePictureProps & { way: Way }) {
  const t = useTranslations("timeline");
  const years = yearsOf(events, now);
  const time = scaleUtc(years, [EDGE + (way === "tall" ? HEAD : 0), LENGTHS[way] - EDGE]);
  const bands = bandsOf(events, time, way);
  const [width, height] = way === "wide" ? [LENGTHS.wide, bands.depth] : [bands.depth, LENGTHS.tall];
  const counts = { reactions: bands.reactions.marks.length, returns: bands.returns.marks.length };
  return (
    <svg className={`chart timeline-${way}`} viewBox={`0 0 ${width} ${height}`} role="img">
      <title>{t("pictureTitle", { from: yearOf(years[0]), to: yearOf(years[1]) })}</title>
      <desc>{t("pictureText", { ...counts, others: bands.others.marks.length })}</desc>
      <Years {...{ time, bands, way }} />
      <BandName {...{ way, band: bands.reactions }}>{t("tracks.reaction")}</BandName>
      <BandName {...{ way, band: bands.returns }}>{t("tracks.returns")}</BandName>
      <BandName {...{ way, band: bands.others }}>{t("others")}</BandName>
      {[bands.reactions, bands.returns, bands.others].flatMap((band) =>
        band.marks.map((mark) => (
          <MarkShape key={mark.event.id} {...{ mark, band, way, chosen: isChosen(mark.event) }} />
        )),
      )}
    </svg>
  );
}

/** From the year of the first event to today, or to the last where it is still to come. */
function yearsOf(events: readonly TimelineEventView[], now: Date): [Date, Date] {
  const spans = events.map(({ date }) => dateSpan(date)).filter((span) => span !== null);
  const first = new Date(Math.min(...spans.map(([start]) => start))).getUTCFullYear();
  // A span ends where the next day begins.
  const last = Math.max(now.getTime(), ...spans.map(([, end]) => end - 1));
  return [new Date(Date.UTC(first, 0, 1)), new Date(last)];
}

const yearOf = (at: Date) => String(at.getUTCFullYear());

/** A strip beside the years. Marks stand on its `base`; `outward` is -1 where they grow towards the picture's beginning. */
type Band = { marks: Mark[]; base: number; from: number; outward: 1 | -1 };
type Time = (at: number) => number;

function bandsOf(events: readonly TimelineEventView[], time: Time, way: Way) {
  const marks = (tracks: Track[]) => layOut(events, tracks, time);
  const [above, below, apart] = [marks(["reaction"]), marks(["returns"]), marks(QUIET)];
  const head = way === "wide" ? HEAD : 0;
  const room = (of: Mark[]) => Math.max(LEAST[way], head + laneCount(of) * LANE + LANE);
  const rail = { from: room(above), to: room(above) + RAILS[way] };
  const end = rail.to + room(below);
  return {
    rail,
    depth: end + room(apart),
    reactions: { marks: above, base: rail.from, from: 0, outward: -1 } satisfies Band,
    returns: { marks: below, base: rail.to, from: rail.to, outward: 1 } satisfies Band,
    others: { marks: apart, base: end + head, from: end, outward: 1 } satisfies Band,
  };
}

type Bands = ReturnType<typeof bandsOf>;

function Years({ time, bands, way }: { time: ReturnType<typeof scaleUtc>; bands: Bands; way: Way }) {
  const { rail, depth } = bands;
  const middle = (rail.from + rail.to) / 2;
  const isWide = way === "wide";
  return (
    <>
      {time.ticks(7).map((tick) => {
        const at = Number(time(tick));
        return (
          <g key={tick.getTime()}>
            <path className="chart-grid" d={isWide ? `M${at},0V${depth}` : `M0,${at}H${depth}`} />
            <text
              className="timeline-year"
              x={isWide ? at : middle}
              y={isWide ? middle : at}
              dy="0.35em"
              textAnchor="middle"
            >
              {yearOf(tick)}
            </text>
          </g>
        );
      })}
    </>
  );
}

function BandName({ band, way, children }: { band: Band; way: Way; children: string }) {
  const inner = band.outward === -1 && way === "tall";
  const [x, y] = way === "wide" ? [0, band.from + 14] : [inner ? band.base - 4 : band.from + 4, 14];
  return (
    <text className="timeline-band" x={x} y={y} textAnchor={inner ? "end" : "start"}>
      {children}
    </text>
  );
}

type MarkShapeProps = { mark: Mark; band: Band; way: Way; chosen: boolean };

function MarkShape({ mark: { event, start, length, lane, exact }, band, way, chosen }: MarkShapeProps) {
  const near = band.base + band.outward * (lane * LANE + 3);
  const out = band.outward === 1 ? near : near - MARK;
  const box =
    way === "wide"
      ? { x: start, y: out, width: length, height: MARK }
      : { x: out, y: start, width: MARK, height: length };
  const shade = `${exact ? "" : " vague"}${chosen ? "" : " shadow"}`;
  return (
    <rect className={`timeline-mark ${event.track}${shade}`} {...rounded(box)} rx={MARK / 2}>
      <title>{`${event.date.text}: ${event.title}`}</title>
    </rect>
  );
}

/** A tenth of a unit is finer than anyone sees, and half as long to send. */
function rounded<T extends Record<string, number>>(box: T): T {
  return Object.fromEntries(
    Object.entries(box).map(([side, value]) => [side, Math.round(value * 10) / 10]),
  ) as T;
}
