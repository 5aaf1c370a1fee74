import { expect, test } from "vitest";
import { inOrder, isRealDate } from "./partial-date";

test.each([
  ["2012", true],
  ["2012-02", true],
  ["2012-02-29", true],
  ["2011-02-29", false],
  ["2012-00", false],
  ["2012-13", false],
  ["12", false],
  ["2012-2-3", false],
  ["2012-02-29T00:00", false],
  ["", false],
])("%s is a date: %s", (date, real) => {
  expect(isRealDate(date)).toBe(real);
});

test.each([
  ["2012", "2012", true],
  ["2012-03", "2012", true],
  ["2012", "2012-03", true],
  ["2012-03", "2012-03-01", true],
  ["2012-03-02", "2012-03", true],
  ["2012-04", "2012-03-31", false],
  ["2013", "2012-12", false],
])("%s to %s is in order: %s", (from, to, ordered) => {
  expect(inOrder(from, to)).toBe(ordered);
});
