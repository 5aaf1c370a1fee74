import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import {
  claimsByKeys,
  findCampaignWithEvidence,
  findClaim,
  findSource,
  listClaims,
  listSources,
} from "./queries";
import { searchClaims } from "./search-queries";
import type { ClaimFilter } from "./types";

const { db } = await testDatabase();

type Wish = {
  key: string;
  statement?: string;
  speaker?: string;
  place?: string;
  position?: number;
  topic?: string;
};

/** A campaign whose claims all have the same position unless told: ties that only the key breaks. */
async function makeEvidence(wishes: Wish[], state = "live") {
  const campaign = await makeCampaign(db, { state });
  const sourceId = randomUUID();
  await db.source.create({
    data: {
      id: sourceId,
      campaignId: campaign.id,
      key: "zdroj",
      position: 1,
      kind: "reference",
      title: "Zpráva 보고",
      language: "cs",
      reliability: "–",
    },
  });
  await db.claim.createMany({
    data: wishes.map(
      ({ key, statement = "Věta.", speaker = "Mluvčí", place, position = 1, topic = "law" }) => ({
        ...{
          id: randomUUID(),
          campaignId: campaign.id,
          sourceId,
          key,
          statement,
          speaker,
          place,
          position,
          topic,
        },
        ...{
          dateText: "2012",
          datePrecision: "year",
          values: [],
          verdictLabel: "reported",
          verdictReason: "–",
        },
        ...{ contested: false, opinion: false, evidenceLevel: "seed" },
      }),
    ),
  });
  return campaign;
}

async function keysOf(slug: string, filter: Partial<ClaimFilter>) {
  const page = await listClaims(db, slug, { limit: 1_000, ...filter });
  if (!page || page === "unknown-after") throw new Error("no page");
  return page.items.map(({ id }) => id);
}

test.each([1, 2, 3, 7])("pages of %i lose and repeat nothing where positions are equal", async (limit) => {
  const keys = Array.from({ length: 7 }, (_, index) => `tvrzeni-${6 - index}`);
  const { slug } = await makeEvidence(keys.map((key) => ({ key })));
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listClaims(db, slug, { limit, after });
    if (!page || page === "unknown-after") throw new Error("no page");
    seen.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after);
  expect(seen).toEqual(keys.toSorted());
});

test("a topic narrows", async () => {
  const { slug } = await makeEvidence([
    { key: "a", topic: "law" },
    { key: "b", topic: "numbers" },
  ]);
  expect(await keysOf(slug, { topic: "numbers" })).toEqual(["b"]);
});

test("claims come in the order asked for; those that are none are left out", async () => {
  const { slug } = await makeEvidence([{ key: "a" }, { key: "b" }, { key: "c" }]);
  const claims = await claimsByKeys(db, slug, ["c", "nic", "a"]);
  expect(claims.map(({ id }) => id)).toEqual(["c", "a"]);
});

test("evidence of a draft, or of another campaign, is not found", async () => {
  const draft = await makeEvidence([{ key: "a" }], "draft");
  const other = await makeEvidence([{ key: "jiny" }]);
  expect(await findClaim(db, draft.slug, "a")).toBeNull();
  expect(await findClaim(db, other.slug, "a")).toBeNull();
  expect(await listClaims(db, draft.slug, { limit: 1 })).toBeNull();
  expect(await listClaims(db, other.slug, { limit: 1, after: "a" })).toBe("unknown-after");
  expect(await listSources(db, draft.slug, { limit: 1 })).toBeNull();
  expect(await findCampaignWithEvidence(db, draft.slug, "en")).toBeNull();
});

test("a campaign without claims has totals of zero", async () => {
  const { slug } = await makeEvidence([]);
  expect(await findCampaignWithEvidence(db, slug, "ja")).toMatchObject({
    locale: "en",
    keyClaims: [],
    claimTotal: 0,
    sourceTotal: 1,
    verdictTotals: { reported: 0, corrected: 0 },
  });
});

test("a source names its first claims and tells how many there are; all are listed by it, also with words", async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `tvrzeni-${10 + index}`);
  const { slug } = await makeEvidence(keys.map((key) => ({ key })));
  const source = { claims: keys.slice(0, 20), claimTotal: 30 };
  expect(await findSource(db, slug, "zdroj")).toMatchObject(source);
  expect(await listSources(db, slug, { limit: 1_000 })).toMatchObject({ items: [source], next: null });
  expect(await keysOf(slug, { source: "zdroj" })).toEqual(keys);
  expect(await keysOf(slug, { source: "jiny" })).toEqual([]);
  const found = async (key: string) => {
    const page = await searchClaims(db, slug, { q: "věta", source: key, limit: 7 });
    return page && page !== "unknown-after" ? page.items.map(({ id }) => id) : page;
  };
  expect(await found("zdroj")).toEqual(keys.slice(0, 7));
  expect(await found("jiny")).toEqual([]);
});
