import { expect, test } from "vitest";
import { roundFigures } from "./round-figures";
import type { FigureKind } from "./types";

const KINDS = ["sent-own", "sent-unchanged", "delivered", "bounced", "refused"] as const;

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
    { "sent-own": 39, "sent-unchanged": 39, delivered: 60, bounced: 18 },
    { "sent-own": 20, "sent-unchanged": 20, delivered: 40, bounced: 0 },
  ],
  [
    { "sent-own": 30, delivered: 5, bounced: 25 },
    { "sent-own": 20, delivered: 0, bounced: 20 },
  ],
  [
    { "carried-own": 62, "handed-over": 21, "hand-over-refused": 20, "hand-over-returned": 21 },
    { "carried-own": 60, "handed-over": 20, "hand-over-refused": 20, "hand-over-returned": 20 },
  ],
  // Of what was carried nothing is taken for what was mailed.
  [
    { "sent-own": 40, "carried-own": 19, "handed-over": 19, refused: 20 },
    { "sent-own": 40, "carried-own": 0, "handed-over": 0, refused: 20 },
  ],
])("%j is published as %j", (counts, shown) => {
  expect(of(counts)).toEqual(shown);
});

/**
 * Small worlds of letters to one office: in own words and unchanged, with what became of them. Of worlds that look the same in
 * all that is published, each number must still take twenty adjacent values.
 */
test("whatever is published, each number keeps twenty values", () => {
  const looks = new Map<string, Set<number>[]>();
  for (const world of tellingWorlds()) {
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

function publish(world: number[]): number[] {
  const shown = of(Object.fromEntries(KINDS.map((kind, at) => [kind, world[at] ?? 0])));
  return KINDS.map((kind) => shown[kind] ?? 0);
}

/** All would be too many: one number takes every value, the others stand just below and at full twenties. */
function* tellingWorlds(): Generator<number[]> {
  const edges = [0, 19, 20, 39, 40, 59, 60, 2 * LARGEST];
  const all = Array.from({ length: 2 * LARGEST + 1 }, (_, value) => value);
  for (let free = 0; free < 5; free += 1) {
    const [owns, unchangeds, takens, refuseds, returneds] = [0, 1, 2, 3, 4].map((at) =>
      at === free ? all : edges,
    );
    for (const own of upTo(LARGEST, owns))
      for (const unchanged of upTo(LARGEST, unchangeds))
        for (const taken of upTo(own + unchanged, takens))
          for (const refused of upTo(own + unchanged - taken, refuseds))
            for (const returned of upTo(own + unchanged - taken - refused, returneds))
              yield [own, unchanged, taken, refused, returned];
  }
}

function upTo(most: number, values: readonly number[] = []): number[] {
  return values.filter((value) => value <= most);
}
