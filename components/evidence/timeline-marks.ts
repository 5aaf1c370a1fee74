import type { TimelineEventView, Track } from "@/lib/evidence/types";

/** Thickness of a mark, room from one lane to the next, and the least gap between two marks of a lane. */
export const MARK = 8;
export const LANE = 11;
const GAP = 2;

/** An event as it lies along the time: from where to where, and how far out from the line. */
export type Mark = {
  event: TimelineEventView;
  start: number;
  length: number;
  lane: number;
  /** Whether the day is known; otherwise the mark is as long as what is known. */
  exact: boolean;
};

/**
 * The time a date covers, in milliseconds: a day, a month, a year, a decade, or from one to the other. Takes a date as
 * documents give it ("2012", "2012-02", "2012-02-24"). Null where neither end is known.
 */
export function dateSpan({ from, to, precision }: TimelineEventView["date"]): [number, number] | null {
  const first = from ?? to;
  if (first === null) return null;
  const years = precision === "decade" ? 10 : 1;
  return [startOf(first), endOf(to ?? first, years)];
}

function startOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return Date.UTC(year, month - 1, day);
}

function endOf(date: string, years: number): number {
  const [year = 0, month, day] = date.split("-").map(Number);
  if (month === undefined) return Date.UTC(year + years, 0, 1);
  return day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1);
}

/**
 * Lays the events of some tracks out along the time, each in the first lane that is free there. `position` turns
 * milliseconds into a place along the time. Events without a date are left out.
 */
export function layOut(
  events: readonly TimelineEventView[],
  tracks: readonly Track[],
  position: (at: number) => number,
): Mark[] {
  const ends: number[] = [];
  return events
    .flatMap((event) => {
      const span = tracks.includes(event.track) ? dateSpan(event.date) : null;
      return span ? [{ event, ...extent(position(span[0]), position(span[1])) }] : [];
    })
    .toSorted((a, b) => a.start - b.start)
    .map(({ event, start, length }) => {
      const free = ends.findIndex((end) => end + GAP <= start);
      const lane = free === -1 ? ends.length : free;
      ends[lane] = start + length;
      return { event, start, length, lane, exact: event.date.precision === "day" };
    });
}

/** No mark is shorter than it is thick: it grows around its middle. */
function extent(from: number, to: number): { start: number; length: number } {
  const length = Math.max(to - from, MARK);
  return { start: (from + to - length) / 2, length };
}

/** How many lanes marks take. */
export function laneCount(marks: readonly Mark[]): number {
  return Math.max(0, ...marks.map(({ lane }) => lane + 1));
}
