import { describe, expect, it } from "vitest";
import { figure, median, percentile } from "./figures";
import { drawTable, noteLines } from "./table";

const RATE = { name: "intake", unit: "/s", note: "64 connections" };

describe("median and percentile", () => {
  it("take the middle, or the mean of two", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it("sort numbers as numbers", () => {
    expect(median([100, 9, 20])).toBe(20);
    expect(percentile([100, 9, 20], 1)).toBe(100);
  });

  it("take the nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0.951)).toBe(96);
    expect(percentile([3], 0.95)).toBe(3);
    expect(percentile([1, 2], 0)).toBe(1);
  });

  it("refuse nothing", () => {
    expect(() => median([])).toThrow("nothing");
    expect(() => percentile([], 0.5)).toThrow("nothing");
  });
});

describe("figure", () => {
  it("judges a ratio of medians, so that one bad round of either side decides nothing", () => {
    const made = figure({
      ...RATE,
      value: [60, 61, 1],
      reference: [100, 900, 99],
      target: { of: "ratio", atLeast: 0.6 },
    });
    expect(made).toMatchObject({ value: 60, reference: 100, ratio: 0.6, ok: true });
  });

  it("misses a target by a hair", () => {
    const target = { of: "ratio", atLeast: 0.6 } as const;
    expect(figure({ ...RATE, value: [59.9], reference: [100], target }).ok).toBe(false);
    expect(figure({ ...RATE, value: [50.1], target: { of: "value", atMost: 50 } }).ok).toBe(false);
    expect(figure({ ...RATE, value: [50], target: { of: "value", atMost: 50 } }).ok).toBe(true);
  });

  it("does not pass where a ratio is wanted and nothing was compared", () => {
    expect(figure({ ...RATE, value: [1], target: { of: "ratio", atLeast: 0.1 } }).ok).toBe(false);
  });
});

describe("table", () => {
  const figures = [
    figure({ ...RATE, value: [5432.1], reference: [4321], target: { of: "ratio", atLeast: 0.6 } }),
    figure({ name: "p95", unit: "ms", value: [61.234], target: { of: "value", atMost: 50 }, note: "half" }),
  ];

  it("lines up and says which target is missed", () => {
    expect(drawTable(figures).split("\n")).toEqual([
      "what       value  reference  ratio       target   ok",
      "──────  ────────  ─────────  ─────  ───────────  ───",
      "intake  5,432 /s   4,321 /s   1.26  ≥ 0.6 of it  yes",
      "p95      61.2 ms          –      –      ≤ 50 ms   NO",
    ]);
  });

  it("keeps the notes apart", () => {
    expect(noteLines(figures)).toEqual(["intake: 64 connections", "p95: half"]);
  });
});
