import { expect, it } from "vitest";
import type { Section } from "@/lib/campaigns/types";
import type { ClaimView, DossierLine } from "@/lib/evidence/types";
import {
  dossierAsOf,
  firstCitations,
  neighbours,
  opponentsOf,
  sentencePlaces,
  sourceLetters,
} from "./dossier-parts";

const sentence = (text: string, ...claims: string[]) => ({ text, claims, kind: "fact" as const });
const SECTIONS: Section[] = [
  { heading: "요약", paragraphs: [{ sentences: [sentence("Первое.", "a", "b"), sentence("二。", "b")] }] },
  { heading: "Závěr", paragraphs: [{ sentences: [sentence("Poslední.", "c", "a")] }] },
];

/** Only what these functions read of a claim. */
function claim(id: string, against: string[], revised: string[] = []): ClaimView {
  const conflicts = against.map((other) => ({ claim: other, note: `${id} ≠ ${other}` }));
  return { id, conflicts, revisions: revised.map((at) => ({ at })) } as ClaimView;
}

it("counts sentences through all parts, and finds where each claim is cited first", () => {
  const places = sentencePlaces(SECTIONS);
  expect([...places].map(([{ text }, place]) => `${place} ${text}`)).toEqual([
    "1 Первое.",
    "2 二。",
    "3 Poslední.",
  ]);
  expect(Object.fromEntries(firstCitations(SECTIONS))).toEqual({ a: 1, b: 1, c: 3 });
});

it("names each opponent once, and none that is cited itself", () => {
  expect(opponentsOf([claim("a", ["b", "x"]), claim("b", ["a", "x", "y"])])).toEqual(["x", "y"]);
});

it("holds up to the last change of its text or of a claim", () => {
  const changedAt = new Date("2026-03-02T00:00:00.000Z");
  expect(dossierAsOf({ changedAt, claims: [claim("a", [])] })).toEqual(changedAt);
  const revised = ["2026-05-01T08:00:00.000Z", "2026-01-01T00:00:00.000Z"];
  expect(dossierAsOf({ changedAt, claims: [claim("a", [], revised)] })).toEqual(new Date(revised[0] ?? ""));
});

it("has neither a dossier before the first nor one after the last", () => {
  const lines = ["a", "b", "c"].map((key) => ({ key }) as DossierLine);
  const around = (key: string) => {
    const { previous, next } = neighbours(lines, key);
    return [previous?.key, next?.key];
  };
  expect(around("a")).toEqual([undefined, "b"]);
  expect(around("b")).toEqual(["a", "c"]);
  expect(around("c")).toEqual(["b", undefined]);
});

it("gives every document one letter, in the order of first citation, also beyond the alphabet", () => {
  const from = (id: string) => ({ ...claim(id, []), source: { id, title: id } }) as ClaimView;
  const keys = Array.from({ length: 53 }, (_, index) => `zdroj-${index}`);
  const letters = sourceLetters([...keys, "zdroj-0"].map(from));
  expect(letters.size).toBe(53);
  expect(["0", "25", "26", "51", "52"].map((number) => letters.get(`zdroj-${number}`))).toEqual([
    ...["A", "Z", "AA", "AZ", "BA"],
  ]);
});
