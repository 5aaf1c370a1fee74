import { expect, test } from "vitest";
import { figureRange } from "./figure-range";

const people = (value: number, more: { max?: number; qualifier?: string } = {}) =>
  figureRange({ value, unit: "people", ...more });

test("a range keeps both ends; “at least” and “tens of thousands” stay open above, “up to” below", () => {
  expect(people(500, { max: 600 })).toEqual({ low: 500, high: 600, open: null, exact: true });
  expect(people(41, { qualifier: "at least" }).open).toBe("above");
  expect(people(10_000, { qualifier: "tens of thousands" }).open).toBe("above");
  expect(people(500_000, { qualifier: "up to" }).open).toBe("below");
});

test("“about” and words nobody foresaw, also of other languages, make no exact dot of a figure", () => {
  for (const qualifier of ["about", "ungefähr", "nejméně", "최소"])
    expect(people(30, { qualifier })).toEqual({ low: 30, high: 30, open: null, exact: false });
  expect(people(30).exact).toBe(true);
});
