import { expect, test } from "vitest";
import { against, CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { importEvidence } from "./import-evidence";
import { findClaim } from "./queries";

const { db } = await testDatabase();
const NOW = new Date("2026-05-01T00:00:00.000Z");

type Said = { reason: string | null; by?: string };

/** A campaign's claims, and what readers find of the first after others have come in their place. */
async function revisedBy(first: object[], then: object[], said: Said = { reason: "Přečteno znovu" }) {
  const { id: campaignId, slug } = await makeCampaign(db);
  const bring = async (claims: object[]) => {
    const files = {
      sources: { file: "sources.json", content: [SOURCE, { ...SOURCE, id: "jiny" }] },
      claims: { file: "claims.json", content: claims },
    };
    const change = { campaignId, actor: "command:test", ...said, now: NOW };
    return await db.$transaction((tx) => importEvidence(tx, { ...change, files }));
  };
  expect(await bring(first)).toMatchObject({ ok: true });
  expect(await bring(then)).toMatchObject({ ok: true });
  return (await findClaim(db, slug, "tvrzeni"))?.revisions;
}

const disputed = against("tvrzeni", "b");
const pair = [disputed, against("b", "tvrzeni")];
const noted = {
  ...{ changed: ["conflicts"], substantial: false, reason: "Přečteno znovu" },
  before: { conflicts: [{ claim: "b", note: "tvrzeni ≠ b" }] },
};

test("a conflict that is taken back leaves what it said", async () => {
  expect(await revisedBy(pair, [CLAIM, against("b")])).toMatchObject([noted]);
});

test("a conflict that is reworded leaves what it said, one that is new leaves nothing", async () => {
  const reworded = { ...disputed, conflicts: [{ claim: "b", note: "Jinak." }] };
  expect(await revisedBy(pair, [reworded, against("b", "tvrzeni")])).toMatchObject([noted]);
  const more = [against("tvrzeni", "b", "c"), against("b", "tvrzeni"), against("c", "tvrzeni")];
  expect(await revisedBy(pair, more)).toEqual([]);
});

test("what a claim rested on before stays known: source, place in it and the reason for its verdict", async () => {
  const moved = {
    ...{ ...CLAIM, source: "jiny", locator: "s. 7" },
    verdict: { ...CLAIM.verdict, reason: "Jiný důvod." },
  };
  expect(await revisedBy([CLAIM], [moved])).toMatchObject([
    {
      ...{ changed: ["source", "locator", "verdict.reason"], substantial: false },
      before: { source: "zdroj", locator: CLAIM.locator, verdict: { reason: CLAIM.verdict.reason } },
    },
  ]);
});

test("a revision names who made it as the team wishes, and nobody where it does not", async () => {
  const moved = { ...CLAIM, statement: "Jinak." };
  const named = await revisedBy([CLAIM], [moved], { reason: "Oprava", by: "자료실" });
  expect(named).toMatchObject([{ by: "자료실", reason: "Oprava", substantial: true }]);
  expect(await revisedBy([CLAIM], [moved])).toMatchObject([{ by: null }]);
  expect(JSON.stringify(named)).not.toContain("command:test");
});

test("without a reason new claims come in, and none that stands changes what it says", async () => {
  const { id: campaignId, slug } = await makeCampaign(db);
  const bring = async (...claims: object[]) => {
    const files = {
      sources: { file: "sources.json", content: [SOURCE] },
      claims: { file: "claims.json", content: claims },
    };
    const change = { campaignId, actor: "command:test", reason: null, now: NOW };
    return await db.$transaction((tx) => importEvidence(tx, { ...change, files }));
  };
  expect(await bring(CLAIM)).toMatchObject({ ok: true });
  const other = { ...CLAIM, id: "jine" };
  const refused = await bring(other, { ...CLAIM, statement: "Jinak." });
  const error = { file: "claims.json", row: 2, field: "statement", code: "no-reason" };
  expect(refused).toMatchObject({ ok: false, errors: [error] });
  expect(await findClaim(db, slug, "jine")).toBeNull();
  expect(await bring(other, CLAIM)).toMatchObject({ ok: true });
});
