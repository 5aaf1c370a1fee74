import { expect, test } from "vitest";
import { chooseFigures, type PastRelease, type Snapshot } from "./choose-figures";

type Chooser = (past: readonly PastRelease[], now: Snapshot, threshold: number) => Map<string, number>;
/** What enters and leaves each of the cells [A, B, not said] in one week. */
type Week = { entered: number[]; left: number[] };

/** All ways to put at most `most` people into three cells. */
function spreads(most: number): number[][] {
  const all: number[][] = [];
  for (let a = 0; a <= most; a += 1)
    for (let b = 0; a + b <= most; b += 1) for (let z = 0; a + b + z <= most; z += 1) all.push([a, b, z]);
  return all;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const COUNTRIES = ["AA", "BB"];
const nobody = [0, 0, 0];

/** A petition after some weeks: all releases, what a reader of them and of the live count has seen, the true cells at each. */
type Told = { past: PastRelease[]; seen: string; cells: number[][] };
const BEGUN: Told = { past: [], seen: "", cells: [] };

function oneMore(choose: Chooser, threshold: number, told: Told, week: Week): Told {
  const stood = told.cells.at(-1) ?? nobody;
  const now = stood.map((n, index) => n + (week.entered[index] ?? 0) - (week.left[index] ?? 0));
  const left = (told.past.at(-1)?.left ?? 0) + sum(week.left);
  const cells = new Map(COUNTRIES.map((country, index) => [country, now[index] ?? 0]));
  const figures = choose(told.past, { countedOnly: sum(now), left, cells }, threshold);
  const shown = [sum(now), left, ...COUNTRIES.map((country) => figures.get(country) ?? 0)];
  return {
    past: [...told.past, { countedOnly: sum(now), left, figures }],
    seen: `${told.seen} ${shown.join()}`,
    cells: [...told.cells, now],
  };
}

/** What has been told after these weeks. Worlds that begin with the same weeks, one after the other, are told them once. */
function teller(choose: Chooser, threshold: number): (weeks: Week[]) => Told {
  let before: { week: Week; told: Told }[] = [];
  return (weeks) => {
    const parted = weeks.findIndex((week, index) => before[index]?.week !== week);
    before = before.slice(0, parted === -1 ? weeks.length : parted);
    for (const week of weeks.slice(before.length))
      before.push({ week, told: oneMore(choose, threshold, before.at(-1)?.told ?? BEGUN, week) });
    return before.at(-1)?.told ?? BEGUN;
  };
}

/**
 * The fewest values that anybody who knows the rule, every release and every live count can be left with for one
 * country's number, or for its change in a week, over all worlds there are; `room` says what the live count alone
 * would leave. Exact: every world is tried, and those that look the same are laid side by side.
 */
function fewestLeft(choose: Chooser, threshold: number, worlds: Week[][]): number {
  const groups = new Map<string, { weeks: Week[]; cells: number[][] }[]>();
  const tell = teller(choose, threshold);
  for (const weeks of worlds) {
    const { seen, cells } = tell(weeks);
    const group = groups.get(seen);
    if (group) group.push({ weeks, cells });
    else groups.set(seen, [{ weeks, cells }]);
  }
  let fewest = threshold;
  for (const group of groups.values()) {
    const [first] = group;
    for (let week = 0; week < (first?.cells.length ?? 0); week += 1) {
      const entered = sum(first?.weeks[week]?.entered ?? []);
      const moved = entered + sum(first?.weeks[week]?.left ?? []);
      const total = sum(first?.cells[week] ?? []);
      for (const country of [0, 1]) {
        const at = (cells: number[][], when: number) => cells[when]?.[country] ?? 0;
        const numbers = new Set(group.map(({ cells }) => at(cells, week)));
        const changes = new Set(group.map(({ cells }) => at(cells, week) - at(cells, week - 1)));
        if (total + 1 >= threshold) fewest = Math.min(fewest, numbers.size);
        if (moved + 1 >= threshold) fewest = Math.min(fewest, changes.size);
      }
    }
  }
  return fewest;
}

/** All weeks in which up to so many enter. */
const weeksOf = (most: number): Week[] => spreads(most).map((entered) => ({ entered, left: nobody }));
/** Two weeks of up to ten entering, a threshold of three. */
const TWO_WEEKS = weeksOf(10).flatMap((first) => weeksOf(9).map((second) => [first, second]));
/** Three weeks of up to five entering, a threshold of two. */
const THREE_WEEKS = weeksOf(5).flatMap((first) =>
  weeksOf(5).flatMap((second) => weeksOf(5).map((third) => [first, second, third])),
);
/** A week of up to nine entering, then one of up to three entering and up to five leaving. */
const WITH_LEAVERS = weeksOf(9).flatMap((first) =>
  spreads(3).flatMap((entered) =>
    spreads(5)
      .filter((left) => left.every((gone, index) => gone <= (first.entered[index] ?? 0)))
      .map((left) => [first, { entered, left }]),
  ),
);

test("who knows every release, every live count and the rule cannot tell a number closer than the threshold", () => {
  expect(fewestLeft(chooseFigures, 3, TWO_WEEKS)).toBe(3);
  expect(fewestLeft(chooseFigures, 2, THREE_WEEKS)).toBe(2);
}, 120_000);

test("what can be published is published: a country moves as soon as enough others move with it", () => {
  const weeks = [
    [9, 0, 4],
    [4, 7, 3],
  ].map((entered) => ({ entered, left: nobody }));
  expect(teller(chooseFigures, 3)(weeks).seen).toBe(" 13,0,9,0 27,0,12,6");
});

test("that holds where people leave, too", () => {
  expect(fewestLeft(chooseFigures, 3, WITH_LEAVERS)).toBe(3);
}, 120_000);

const exact: Chooser = (past, { cells }, threshold) => {
  const before = past.at(-1)?.figures;
  return new Map(
    [...cells].map(([country, n]) => {
      const stood = before?.get(country) ?? 0;
      return [country, n >= threshold && Math.abs(n - stood) >= threshold ? n : stood];
    }),
  );
};
const roundedOnly: Chooser = (_, { cells }, threshold) =>
  new Map([...cells].map(([country, n]) => [country, Math.floor(n / threshold) * threshold]));

test("the test bites: exact numbers from the threshold on, and mere rounding, are both found out", () => {
  expect(fewestLeft(exact, 3, TWO_WEEKS)).toBe(1);
  expect(fewestLeft(roundedOnly, 3, TWO_WEEKS)).toBe(1);
}, 120_000);
