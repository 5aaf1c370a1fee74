import { expect, it } from "vitest";
import { nextMilestone } from "./milestone";

it.each([
  [0, 100],
  [99, 100],
  [100, 250],
  [250, 500],
  [999, 1_000],
  [1_000, 2_500],
  [153_000, 250_000],
  [9_999_999, 10_000_000],
])("after %i signatures looks towards %i", (count, milestone) => {
  expect(nextMilestone(count)).toBe(milestone);
});
