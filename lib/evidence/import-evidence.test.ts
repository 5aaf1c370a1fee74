import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, SPEAKER } from "@/lib/testing/world";
import { type EvidenceImport, importEvidence } from "./import-evidence";
import { findClaim, findSource } from "./queries";
import type { ClaimRow, SourceRow } from "./types";

const { db } = await testDatabase();
const NOW = new Date("2026-05-01T00:00:00.000Z");

const SOURCE: SourceRow = {
  id: "zdroj",
  kind: "reference",
  title: "보고서 „Návrat“",
  subtitle: null,
  original_title: null,
  authors: [SPEAKER],
  translator: null,
  publisher: null,
  publisher_note: null,
  publication_date: "2012-02",
  publication_date_note: null,
  original_url: "https://example.org/посты/1",
  listing_url: null,
  url_note: null,
  language: "ko",
  translated_from: null,
  file: null,
  description: null,
  data_date: null,
  reliability: "Zweite Hand.",
};

const CLAIM: ClaimRow = {
  id: "tvrzeni",
  statement: "В феврале 2012 года – 24명, „možná víc“.",
  topic: "numbers",
  source: "zdroj",
  locator: { file: "000_0123456789abcdef.txt", line: 3 },
  speaker: SPEAKER,
  place: "延吉",
  date: { text: "únor 2012", from: "2012-02", to: null, precision: "month" },
  values: [{ value: 24, max: 31.5, qualifier: "about", unit: "people" }],
  conflicts: [],
  related: [],
  verdict: { label: "reported", reason: "Nikdo neověřil.", fact_check: null, correct: null },
  contested: false,
  opinion: false,
  evidence_level: "seed",
};

const against = (id: string, ...others: string[]): ClaimRow => ({
  ...CLAIM,
  id,
  conflicts: others.map((claim) => ({ claim, note: `${id} ≠ ${claim}` })),
});

async function bring(
  campaignId: string,
  given: { claims?: unknown; sources?: unknown; withheld?: unknown },
  reason = "První dovoz",
) {
  const input: EvidenceImport = { campaignId, actor: "command:test", reason, now: NOW };
  if ("sources" in given) input.sources = { file: "sources.json", content: given.sources };
  if ("claims" in given) input.claims = { file: "claims.json", content: given.claims };
  if ("withheld" in given) input.withheldLinks = { file: "withheld-links.json", content: given.withheld };
  return await db.$transaction((tx) => importEvidence(tx, input));
}

async function errorsOf(given: Parameters<typeof bring>[1]) {
  const { id } = await makeCampaign(db);
  const result = await bring(id, { sources: [SOURCE], ...given });
  expect(await db.source.count({ where: { campaignId: id } })).toBe(0);
  return result.ok
    ? []
    : result.errors.map(({ file, row, field, code }) => [file, row, field, code].join(" "));
}

test("what comes in is what is read, in any script", async () => {
  const campaign = await makeCampaign(db);
  const pair = [against("a", "b"), against("b", "a"), CLAIM];
  expect(await bring(campaign.id, { sources: [SOURCE], claims: pair })).toEqual({
    ok: true,
    sources: { created: 1, changed: 0, unchanged: 0 },
    claims: { created: 3, changed: 0, unchanged: 0 },
  });
  expect(await findClaim(db, campaign.slug, "tvrzeni")).toEqual({
    id: "tvrzeni",
    statement: CLAIM.statement,
    topic: "numbers",
    date: CLAIM.date,
    values: CLAIM.values,
    place: "延吉",
    speaker: SPEAKER,
    source: { id: "zdroj", title: SOURCE.title },
    locator: CLAIM.locator,
    evidenceLevel: "seed",
    opinion: false,
    contested: false,
    verdict: { label: "reported", reason: "Nikdo neověřil." },
    conflicts: [],
    related: [],
    revisions: [],
    url: `/api/v1/campaigns/${campaign.slug}/claims/tvrzeni`,
  });
  expect((await findClaim(db, campaign.slug, "a"))?.conflicts).toEqual([{ claim: "b", note: "a ≠ b" }]);
});

test("the same files again change nothing, also two at once and with links in another order", async () => {
  const campaign = await makeCampaign(db);
  const claims = [against("a", "b", "c"), against("b", "a", "c"), against("c", "b", "a")];
  await bring(campaign.id, { sources: [SOURCE], claims });
  const reordered = claims.map((claim) => ({ ...claim, conflicts: claim.conflicts.toReversed() }));
  const audited = await db.auditEntry.count({ where: { campaignId: campaign.id } });
  const again = await Promise.all([
    bring(campaign.id, { sources: [SOURCE], claims }),
    bring(campaign.id, { claims: reordered }),
  ]);
  expect(again).toMatchObject([
    { claims: { created: 0, changed: 0, unchanged: 3 } },
    { claims: { created: 0, changed: 0, unchanged: 3 } },
  ]);
  expect(await db.claimRevision.count({ where: { claim: { campaignId: campaign.id } } })).toBe(0);
  expect(await db.auditEntry.count({ where: { campaignId: campaign.id } })).toBe(audited);
});

test("two first imports at the same moment bring each row once", async () => {
  const campaign = await makeCampaign(db);
  const results = await Promise.all(
    [1, 2].map(() => bring(campaign.id, { sources: [SOURCE], claims: [CLAIM] })),
  );
  const created = results.map((result) => (result.ok ? result.claims.created : -1));
  expect(created.sort()).toEqual([0, 1]);
});

test("a changed claim keeps what it said before; a new link alone is no revision", async () => {
  const campaign = await makeCampaign(db);
  await bring(campaign.id, { sources: [SOURCE], claims: [CLAIM, against("b")] });
  const changed = {
    ...against("tvrzeni", "b"),
    statement: "Bylo jich 31.",
    verdict: { ...CLAIM.verdict, label: "corrected", correct: "31" },
  };
  const result = await bring(
    campaign.id,
    { claims: [changed, against("b", "tvrzeni")] },
    "Oprava podle zdroje",
  );
  expect(result).toMatchObject({ ok: true, claims: { created: 0, changed: 2, unchanged: 0 } });
  const shown = await findClaim(db, campaign.slug, "tvrzeni");
  expect(shown).toMatchObject({ statement: "Bylo jich 31.", verdict: { label: "corrected", correct: "31" } });
  expect(shown?.revisions).toEqual([
    { at: NOW.toISOString(), statement: CLAIM.statement, reason: "Oprava podle zdroje" },
  ]);
  expect(await findClaim(db, campaign.slug, "b")).toMatchObject({
    revisions: [],
    conflicts: [{ claim: "tvrzeni" }],
  });
});

test("a withheld address never enters the database; its reason does", async () => {
  const campaign = await makeCampaign(db);
  const copy = { ...CLAIM, id: "opis", source: "kopie", evidence_level: "copy on unrelated site" };
  const withheld = [{ source: "zdroj", reason: "Opis jinde." }];
  await bring(campaign.id, {
    sources: [SOURCE, { ...SOURCE, id: "kopie" }],
    claims: [CLAIM, copy],
    withheld,
  });
  expect(await findSource(db, campaign.slug, "zdroj")).toMatchObject({ link: null, linkNote: "Opis jinde." });
  const stored = await db.source.findFirstOrThrow({ where: { campaignId: campaign.id, key: "zdroj" } });
  expect(stored.originalUrl).toBeNull();
  // The second was not withheld by name: the level of what rests on it is enough.
  expect(await findSource(db, campaign.slug, "kopie")).toMatchObject({ link: null });
});

test("every error of every row is reported with its place, and nothing is written", async () => {
  const claims = [
    CLAIM,
    { ...CLAIM, id: "Bad Key", topic: "gossip", place: 7 },
    { ...CLAIM, id: "b", statement: undefined, locator: { file: "notes.txt", line: 0 } },
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
    "claims.json 2 topic not-allowed",
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

test("a file that takes a conflict back must bring both sides", async () => {
  const { id } = await makeCampaign(db);
  await bring(id, { sources: [SOURCE], claims: [against("a", "b"), against("b", "a")] });
  const result = await bring(id, { claims: [against("a")] });
  expect(result).toMatchObject({
    ok: false,
    errors: [{ row: 1, field: "conflicts", code: "one-sided-conflict" }],
  });
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
