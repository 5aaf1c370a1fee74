import { expect, test } from "vitest";
import { against, CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { importEvidence } from "./import-evidence";
import { findClaim } from "./queries";

const { db } = await testDatabase();
const NOW = new Date("2026-05-01T00:00:00.000Z");

/** A campaign's claims, and what readers find of the first after others have come in their place. */
async function revisedBy(first: object[], then: object[]) {
  const { id: campaignId, slug } = await makeCampaign(db);
  const bring = async (claims: object[]) => {
    const files = {
      sources: { file: "sources.json", content: [SOURCE, { ...SOURCE, id: "jiny" }] },
      claims: { file: "claims.json", content: claims },
    };
    const change = { campaignId, actor: "command:test", reason: "Přečteno znovu", now: NOW };
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
