import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { against, CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { importEvidence } from "./import-evidence";

const { db } = await testDatabase();

/** The errors of a refused import in short, having seen that it wrote nothing. */
async function errorsOf({ claims, sources = [SOURCE] }: { claims?: unknown; sources?: unknown }) {
  const { id: campaignId } = await makeCampaign(db);
  const input = {
    campaignId,
    files: {
      sources: { file: "sources.json", content: sources },
      claims: { file: "claims.json", content: claims ?? [] },
    },
    ...{ actor: "command:test", reason: "–", now: new Date("2026-05-01T00:00:00.000Z") },
  };
  const result = await db.$transaction((tx) => importEvidence(tx, input));
  expect(await db.source.count({ where: { campaignId } })).toBe(0);
  return result.ok
    ? []
    : result.errors.map(({ file, row, field, code }) => [file, row, field, code].join(" "));
}

test("every error of every row is reported with its place, and nothing is written", async () => {
  const claims = [
    CLAIM,
    { ...CLAIM, id: "Bad Key", topic: "Gos sip", place: 7 },
    { ...CLAIM, id: "b", statement: undefined, locator: { file: "../notes.txt", line: 0 } },
    { ...CLAIM, id: "c", date: { ...CLAIM.date, from: "2012-02-30" }, extra: true, __proto__x: 1 },
    { ...CLAIM, id: "d", date: { ...CLAIM.date, from: "2013", to: "2012-05" } },
    "not a row",
    CLAIM,
    null,
  ];
  const sources = [{ ...SOURCE, original_url: "javascript:alert(1)", authors: [""] }];
  expect(await errorsOf({ claims, sources })).toEqual([
    "sources.json 1 authors[0] empty",
    "sources.json 1 original_url bad-format",
    "claims.json 2 id bad-format",
    "claims.json 2 topic bad-format",
    "claims.json 2 place wrong-type",
    "claims.json 3 statement required",
    "claims.json 3 locator.file bad-format",
    "claims.json 3 locator.line too-small",
    "claims.json 4 date.from bad-date",
    "claims.json 4 extra unknown-field",
    "claims.json 4 __proto__x unknown-field",
    "claims.json 5 date.to dates-reversed",
    "claims.json 6  wrong-type",
    "claims.json 7 id duplicate",
    "claims.json 8  wrong-type",
  ]);
});

test.each([
  ["a claim of no source", [{ ...CLAIM, source: "nikde" }], ["claims.json 1 source unknown-reference"]],
  ["a relation to nothing", [{ ...CLAIM, related: ["nic"] }], ["claims.json 1 related[0] unknown-reference"]],
  [
    "a relation given twice",
    [{ ...CLAIM, related: ["b", "b"] }, against("b")],
    ["claims.json 1 related repeated"],
  ],
  [
    "a claim that disagrees with itself",
    [against("a", "a")],
    ["claims.json 1 conflicts[0].claim self-reference"],
  ],
  [
    "a conflict that one side names",
    [against("a"), against("b", "a")],
    ["claims.json 2 conflicts[0].claim one-sided-conflict"],
  ],
  [
    "a conflict given twice",
    [against("a", "b", "b"), against("b", "a")],
    ["claims.json 1 conflicts[1].claim repeated"],
  ],
  ["NUL", [{ ...CLAIM, statement: "a\0b" }], ["claims.json 1 statement bad-character"]],
  ["half a surrogate pair", [{ ...CLAIM, speaker: "\ud800" }], ["claims.json 1 speaker bad-character"]],
  [
    "a line no file has",
    [{ ...CLAIM, locator: { file: "000_0123456789abcdef.txt", line: 3e9 } }],
    ["claims.json 1 locator.line too-large"],
  ],
  [
    "a number beyond all",
    [{ ...CLAIM, values: [{ value: Number.POSITIVE_INFINITY, unit: "people" }] }],
    ["claims.json 1 values[0].value wrong-type"],
  ],
  [
    "a long reason",
    [{ ...CLAIM, verdict: { ...CLAIM.verdict, reason: "x".repeat(301) } }],
    ["claims.json 1 verdict.reason too-long"],
  ],
  ["no list", { rows: [CLAIM] }, ["claims.json   not-a-list"]],
  [
    "a name from Object.prototype",
    [{ ...CLAIM, source: "constructor" }],
    ["claims.json 1 source unknown-reference"],
  ],
])("%s is refused", async (_, claims, errors) => {
  expect(await errorsOf({ claims })).toEqual(errors);
});

/** The published JSON Schemas and ours must refuse the same rows; those of the first campaign pass both. */
test("each field of the first campaign's files is required, and no other is allowed", async () => {
  const folder = "prisma/seed/stop-forced-returns";
  const [source] = JSON.parse(await readFile(`${folder}/sources.json`, "utf8"));
  const [claim] = JSON.parse(await readFile(`${folder}/claims.json`, "utf8"));
  for (const field of Object.keys(source)) {
    const { [field]: _, ...rest } = source;
    const errors = await errorsOf({ sources: [rest] });
    expect(errors).toEqual([`sources.json 1 ${field} required`]);
  }
  for (const field of Object.keys(claim)) {
    const { [field]: _, ...rest } = { ...claim, source: "zdroj", related: [], conflicts: [] };
    expect(await errorsOf({ claims: [rest] })).toEqual([`claims.json 1 ${field} required`]);
  }
});
