import { expect, test } from "vitest";
import { areasOf, gatherAreas } from "./place-areas";

test.each([
  ["China", ["CN"]],
  ["Jilin, China", ["CN-JL"]],
  ["China → North Korea", ["CN", "KP"]],
  ["North Korea–China border", ["KP", "CN"]],
  ["Seoul / Beijing", ["KR-11", "CN-BJ"]],
  ["South Korean missions in China", ["CN"]],
  ["Geneva", ["CH"]],
  ["중국 → 북한", ["CN", "KP"]],
  ["Россия", ["RU"]],
  ["online (change.org)", []],
  ["a village by the river", []],
  [null, []],
])("%s is at %j", (place, areas) => {
  expect(areasOf(place)).toEqual(areas);
});

test("a statement of two countries counts in both; what has no place stands apart", () => {
  const { areas, elsewhere } = gatherAreas([
    { place: "China", claims: 3, events: 0 },
    { place: "China → North Korea", claims: 2, events: 1 },
    { place: null, claims: 4, events: 0 },
  ]);
  expect(areas).toEqual([
    { code: "CN", places: ["China", "China → North Korea"], claims: 5, events: 1 },
    { code: "KP", places: ["China → North Korea"], claims: 2, events: 1 },
  ]);
  expect(elsewhere).toEqual([{ place: null, claims: 4, events: 0 }]);
});
