import { expect, test } from "vitest";
import { dayInWords, formatDay } from "./dates";

test("a day ends without a full stop of its own, so that a sentence can end with it", () => {
  expect(formatDay(new Date("2026-11-22"), "ru")).toBe("22 ноября 2026");
});

test("a year or a month stays as it is; a whole day is written out", () => {
  expect(["2022", "2022-05", "2022-05-04"].map((date) => dayInWords(date, "en"))).toEqual([
    "2022",
    "2022-05",
    "4 May 2022",
  ]);
});
