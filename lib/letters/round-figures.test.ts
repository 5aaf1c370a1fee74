import { expect, test } from "vitest";
import { roundFigures } from "./round-figures";
import type { FigureKind } from "./types";

const of = (counts: Partial<Record<FigureKind, number>>) =>
  Object.fromEntries(roundFigures(new Map(Object.entries(counts) as [FigureKind, number][])));

test.each([
  [{ printed: 19 }, { printed: 0 }],
  [{ printed: 20 }, { printed: 20 }],
  [{ printed: 59 }, { printed: 40 }],
  [
    { "sent-own": 45, delivered: 44 },
    { "sent-own": 40, delivered: 40 },
  ],
  // Forty letters of two kinds, under twenty each: a number of those that arrived would tell that there are.
  [
    { "sent-own": 19, "sent-unchanged": 19, delivered: 38 },
    { "sent-own": 0, "sent-unchanged": 0, delivered: 0 },
  ],
  [
    { "sent-own": 39, "sent-unchanged": 39, delivered: 60, "came-back": 18 },
    { "sent-own": 20, "sent-unchanged": 20, delivered: 40, "came-back": 0 },
  ],
  [
    { "sent-own": 30, delivered: 5, "came-back": 25 },
    { "sent-own": 20, delivered: 0, "came-back": 20 },
  ],
])("%j is published as %j", (counts, shown) => {
  expect(of(counts)).toEqual(shown);
});

/**
 * Every small world of letters to one office: in own words, unchanged, delivered, come back. Of worlds that look the same in
 * all that is published, each number must still take twenty adjacent values.
 */
test("whatever is published, each number keeps twenty values", () => {
  const looks = new Map<string, Set<number>[]>();
  for (const world of smallWorlds()) {
    const look = publish(world).join(" ");
    const seen = looks.get(look) ?? world.map(() => new Set<number>());
    looks.set(look, seen);
    for (const [at, value] of world.entries()) seen[at]?.add(value);
  }
  expect(looks.size).toBeGreaterThan(5);
  for (const [look, seen] of looks)
    for (const [at, values] of seen.entries()) {
      const floor = Number(look.split(" ")[at]);
      const missing = Array.from({ length: 20 }, (_, more) => floor + more).filter(
        (value) => !values.has(value),
      );
      expect([look, at, missing]).toEqual([look, at, []]);
    }
});

const LARGEST = 39;

function publish([own = 0, unchanged = 0, delivered = 0, back = 0]: number[]): number[] {
  const shown = of({ "sent-own": own, "sent-unchanged": unchanged, delivered, "came-back": back });
  return [
    shown["sent-own"] ?? 0,
    shown["sent-unchanged"] ?? 0,
    shown.delivered ?? 0,
    shown["came-back"] ?? 0,
  ];
}

function* smallWorlds(): Generator<number[]> {
  for (let own = 0; own <= LARGEST; own += 1)
    for (let unchanged = 0; unchanged <= LARGEST; unchanged += 1)
      for (let delivered = 0; delivered <= own + unchanged; delivered += 1)
        for (let back = 0; delivered + back <= own + unchanged; back += 1)
          yield [own, unchanged, delivered, back];
}
