import { expect, test } from "vitest";
import { makeClaims } from "@/lib/testing/claim-rows";
import { testDatabase } from "@/lib/testing/test-database";
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

/** Claims that all have the same position: ties that only the key breaks. */
const tied = (keys: string[]) => keys.map((key) => ({ key, position: 1 }));

async function keysOf(slug: string, filter: Partial<ClaimFilter>) {
  const page = await listClaims(db, slug, { limit: 1_000, ...filter });
  if (!page || page === "unknown-after") throw new Error("no page");
  return page.items.map(({ id }) => id);
}

test.each([1, 2, 3, 7])("pages of %i lose and repeat nothing where positions are equal", async (limit) => {
  const keys = Array.from({ length: 7 }, (_, index) => `tvrzeni-${6 - index}`);
  const { slug } = await makeClaims(db, tied(keys));
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
  const { slug } = await makeClaims(db, [
    { key: "a", topic: "law" },
    { key: "b", topic: "numbers" },
  ]);
  expect(await keysOf(slug, { topic: "numbers" })).toEqual(["b"]);
});

test("claims come in the order asked for; those that are none are left out", async () => {
  const { slug } = await makeClaims(db, [{ key: "a" }, { key: "b" }, { key: "c" }]);
  const claims = await claimsByKeys(db, slug, ["c", "nic", "a"]);
  expect(claims.map(({ id }) => id)).toEqual(["c", "a"]);
});

test("evidence of a draft, or of another campaign, is not found", async () => {
  const draft = await makeClaims(db, [{ key: "a" }], "draft");
  const other = await makeClaims(db, [{ key: "jiny" }]);
  expect(await findClaim(db, draft.slug, "a")).toBeNull();
  expect(await findClaim(db, other.slug, "a")).toBeNull();
  expect(await listClaims(db, draft.slug, { limit: 1 })).toBeNull();
  expect(await listClaims(db, other.slug, { limit: 1, after: "a" })).toBe("unknown-after");
  expect(await listSources(db, draft.slug, { limit: 1 })).toBeNull();
  expect(await findCampaignWithEvidence(db, draft.slug, "en")).toBeNull();
});

test("a campaign without claims has totals of zero", async () => {
  const { slug } = await makeClaims(db, []);
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
  const { slug } = await makeClaims(db, tied(keys));
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
