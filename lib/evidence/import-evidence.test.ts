import { expect, test } from "vitest";
import { against, CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, SPEAKER } from "@/lib/testing/world";
import { importEvidence } from "./import-evidence";
import { findClaim, findSource } from "./queries";

const { db } = await testDatabase();
const NOW = new Date("2026-05-01T00:00:00.000Z");

async function bring(campaignId: string, given: Record<string, unknown>, reason = "První dovoz") {
  const files = Object.entries(given).map(([name, content]) => [name, { file: `${name}.json`, content }]);
  const input = { campaignId, files: Object.fromEntries(files), actor: "command:test", reason, now: NOW };
  return await db.$transaction((tx) => importEvidence(tx, input));
}

test("what comes in is what is read, in any script", async () => {
  const campaign = await makeCampaign(db);
  const pair = [against("a", "b"), against("b", "a"), CLAIM];
  expect(await bring(campaign.id, { sources: [SOURCE], claims: pair })).toEqual({
    ok: true,
    differences: {
      sources: { created: ["zdroj"], changed: [], unchanged: 0 },
      claims: { created: ["a", "b", "tvrzeni"], changed: [], unchanged: 0, places: ["延吉"] },
    },
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
    factCheck: null,
    conflicts: [],
    related: [],
    revisions: [],
    page: `/campaigns/${campaign.slug}/claims/tvrzeni`,
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
    { differences: { claims: { created: [], changed: [], unchanged: 3 } } },
    { differences: { claims: { created: [], changed: [], unchanged: 3 } } },
  ]);
  expect(await db.claimRevision.count({ where: { claim: { campaignId: campaign.id } } })).toBe(0);
  expect(await db.auditEntry.count({ where: { campaignId: campaign.id } })).toBe(audited);
});

test("two first imports at the same moment bring each row once", async () => {
  const campaign = await makeCampaign(db);
  const results = await Promise.all(
    [1, 2].map(() => bring(campaign.id, { sources: [SOURCE], claims: [CLAIM] })),
  );
  const created = results.map((result) => (result.ok ? result.differences.claims?.created.length : -1));
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
  expect(result).toMatchObject({
    differences: {
      claims: {
        changed: [
          { key: "tvrzeni", fields: ["statement", "conflicts", "verdict.label", "verdict.correct"] },
          { key: "b", fields: ["conflicts"] },
        ],
      },
    },
  });
  const shown = await findClaim(db, campaign.slug, "tvrzeni");
  expect(shown).toMatchObject({ statement: "Bylo jich 31.", verdict: { label: "corrected", correct: "31" } });
  expect(shown?.revisions).toEqual([
    {
      ...{ at: NOW.toISOString(), statement: CLAIM.statement, reason: "Oprava podle zdroje", by: null },
      ...{ changed: ["statement", "verdict.label", "verdict.correct"], substantial: true },
      before: expect.objectContaining({
        values: CLAIM.values,
        verdict: { label: "reported", reason: "Nikdo neověřil." },
      }),
    },
  ]);
  expect(await findClaim(db, campaign.slug, "b")).toMatchObject({
    revisions: [],
    conflicts: [{ claim: "tvrzeni" }],
  });
});

test("places that become public are named for a person to look at, and only those", async () => {
  const { id } = await makeCampaign(db);
  const places = async (...claims: object[]) => {
    const result = await bring(id, { sources: [SOURCE], claims }, "Oprava");
    return result.ok && result.differences.claims?.places;
  };
  expect(await places({ ...CLAIM, place: "Čína" }, { ...CLAIM, id: "b", place: null })).toEqual(["Čína"]);
  expect(await places({ ...CLAIM, place: "Čína", statement: "Jinak." })).toBeUndefined();
  expect(await places({ ...CLAIM, place: "ves u řeky" })).toEqual(["ves u řeky"]);
});

test("a withheld address never enters the database; its reason does", async () => {
  const campaign = await makeCampaign(db);
  const copy = { ...CLAIM, id: "opis", source: "kopie", evidence_level: "copy on unrelated site" };
  const withheld = [{ source: "zdroj", reason: "Opis jinde." }];
  await bring(campaign.id, {
    sources: [SOURCE, { ...SOURCE, id: "kopie" }],
    claims: [CLAIM, copy],
    "withheld-links": withheld,
  });
  expect(await findSource(db, campaign.slug, "zdroj")).toMatchObject({ link: null, linkNote: "Opis jinde." });
  const stored = await db.source.findFirstOrThrow({ where: { campaignId: campaign.id, key: "zdroj" } });
  expect(stored.originalUrl).toBeNull();
  // The second was not withheld by name: the level of what rests on it is enough.
  expect(await findSource(db, campaign.slug, "kopie")).toMatchObject({ link: null });
});

test("an address that was withheld once comes back by no later import, in no file", async () => {
  const { id, slug } = await makeCampaign(db);
  const withheld = [{ source: "zdroj", reason: "Opis jinde." }];
  await bring(id, { sources: [SOURCE], claims: [CLAIM], "withheld-links": withheld });
  const check = {
    ...{ number: 1, verdict: "reported", text: "–", claims: ["tvrzeni"], targets: [] },
    sources: [SOURCE.original_url],
  };
  expect(await bring(id, { sources: [SOURCE], "fact-checks": [check] })).toMatchObject({
    ok: true,
    differences: { sources: { changed: [], unchanged: 1 } },
  });
  expect(await findSource(db, slug, "zdroj")).toMatchObject({ link: null, linkNote: "Opis jinde." });
  expect(await db.factCheck.findFirst({ where: { campaignId: id } })).toMatchObject({ sources: ["zdroj"] });
  await bring(id, { sources: [{ ...SOURCE, id: "jiny" }] });
  expect(await findSource(db, slug, "jiny")).toMatchObject({ link: null });
  const other = await makeCampaign(db);
  await bring(other.id, { sources: [SOURCE] });
  expect(await findSource(db, other.slug, "zdroj")).toMatchObject({ link: SOURCE.original_url });
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

test("a claim keeps the value by which it answers a stored question, and a question names values that are", async () => {
  const { id } = await makeCampaign(db);
  const comparison = (value: number) => ({
    ...{ id: "otazka", title: "Kolik?", note: null, unit: "people" },
    claims: [
      { claim: "a", value },
      { claim: "b", value: 1 },
    ],
  });
  const claims = [
    { ...CLAIM, id: "a" },
    { ...CLAIM, id: "b" },
  ];
  await bring(id, { sources: [SOURCE], claims, comparisons: [comparison(1)] });
  expect(await bring(id, { claims: [{ ...CLAIM, id: "a", values: [] }] })).toMatchObject({
    ok: false,
    errors: [{ file: "claims.json", row: 1, field: "values", code: "still-named" }],
  });
  expect(await bring(id, { comparisons: [comparison(2)] })).toMatchObject({
    ok: false,
    errors: [{ file: "comparisons.json", row: 1, field: "claims[0].value", code: "unknown-reference" }],
  });
  const without = {
    ...comparison(1),
    claims: [
      { claim: "a", value: null },
      { claim: "b", value: 1 },
    ],
  };
  const both = { claims: [{ ...CLAIM, id: "a", values: [] }], comparisons: [without] };
  expect(await bring(id, both)).toMatchObject({ ok: true });
});
