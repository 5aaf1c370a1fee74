import { expect, test } from "vitest";
import { figuredAnswers } from "./comparison-chart";
import { CLAIM, comparison, FIGURE } from "./evidence-pages.setup";

test("only figures of one unit, none below zero, share a scale", () => {
  expect(figuredAnswers(comparison(CLAIM, FIGURE, { ...FIGURE, value: 0 }))).toHaveLength(2);
  expect(figuredAnswers(comparison(CLAIM, FIGURE, { ...FIGURE, unit: "일" }))).toEqual([]);
  expect(figuredAnswers(comparison(CLAIM, FIGURE, { ...FIGURE, value: -1 }))).toEqual([]);
  const asked = { ...comparison(CLAIM, FIGURE, { ...FIGURE, unit: "일" }), unit: "명" };
  expect(figuredAnswers(asked)).toHaveLength(1);
});
