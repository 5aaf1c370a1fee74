import { expect, test } from "vitest";
import type { TimelineEventView } from "@/lib/evidence/types";
import { dateSpan, laneCount, layOut, MARK } from "./timeline-marks";

const DAY = 86_400_000;
type Given = TimelineEventView["date"];

function event(id: string, date: Partial<Given>): TimelineEventView {
  const given: Given = { text: "…", from: null, to: null, precision: "day", ...date };
  return { id, date: given, title: id, place: null, track: "returns", kind: "return", ...rest };
}
const rest = { claims: [], link: null, note: null };

test("a day, a month, a year, a decade and a range cover what they say", () => {
  const days = (date: Partial<Given>) => {
    const span = dateSpan(event("a", date).date);
    return span && (span[1] - span[0]) / DAY;
  };
  expect(days({ from: "2012-02-24" })).toBe(1);
  expect(days({ from: "2012-02", precision: "month" })).toBe(29);
  expect(days({ from: "2012", precision: "year" })).toBe(366);
  expect(days({ from: "1990", precision: "decade" })).toBe(3652);
  expect(days({ from: "2024-05-26", to: "2024-05-27", precision: "range" })).toBe(2);
  expect(days({ from: "1996", to: "2003", precision: "range" })).toBe(8 * 365 + 2);
  expect(days({ to: "2012", precision: "range" })).toBe(366);
  expect(days({})).toBeNull();
});

test("events at the same time lie in lanes of their own, and those after them next to the line again", () => {
  const events = [
    event("one", { from: "2012-02-24" }),
    event("two", { from: "2012-02-24" }),
    event("later", { from: "2013-02-24" }),
    event("undated", {}),
  ];
  const marks = layOut(events, ["returns"], (at) => at / DAY);
  expect(marks.map(({ lane, event: { id } }) => [id, lane])).toEqual([
    ["one", 0],
    ["two", 1],
    ["later", 0],
  ]);
  expect(laneCount(marks)).toBe(2);
  expect(marks.every(({ length }) => length >= MARK)).toBe(true);
  expect(layOut(events, ["law"], Number)).toEqual([]);
});
