import { expect, test } from "vitest";
import { sha256 } from "@/lib/crypto/hash";
import { unseal } from "@/lib/crypto/seal";
import { findCampaignWithEvidence, findSource, listSources } from "@/lib/evidence/queries";
import { canonicalJson } from "@/lib/petitions/digest-version";
import { findPetition, petitionCount } from "@/lib/petitions/queries";
import { testDatabase } from "@/lib/testing/test-database";
import { seedFirstCampaign } from "./seed";

const SLUG = "stop-forced-returns";
const NOW = new Date("2026-11-21T12:00:00.000Z");
/** Hosts of copies on unrelated sites. */
const COPIES = ["urhairsalon", "skal.fun", "cambodiatribune", "blogspot", "docslib"];
const { db, pool, keys } = await testDatabase();
const report = await seedFirstCampaign(db, keys, NOW);

test("the first campaign is in the database, whole", async () => {
  expect(report).toMatchObject({
    seeded: true,
  });
  const created = report.seeded ? Object.entries(report.differences) : [];
  expect(Object.fromEntries(created.map(([file, { created }]) => [file, created.length]))).toMatchObject({
    ...{ sources: 49, claims: 178, "fact-checks": 36, timeline: 45, demands: 23, "reported-plans": 1 },
    ...{ "official-actions": 23, comparisons: 14, targets: 116, "texts/campaign.en.json": 1 },
  });
  const campaign = await findCampaignWithEvidence(db, SLUG, "en");
  expect(campaign).toMatchObject({ state: "live", locale: "en", claimTotal: 178, sourceTotal: 49 });
  expect(campaign?.verdictTotals).toEqual({
    confirmed: 32,
    reported: 79,
    "sources-differ": 36,
    dated: 8,
    unconfirmed: 20,
    corrected: 3,
  });
  expect(campaign?.keyClaims.length).toBeGreaterThan(0);
  expect(campaign?.petitions).toEqual([
    { slug: SLUG, title: expect.any(String), locale: "en", confirmed: 0, asOf: null },
  ]);
});

test("a second seed changes nothing, also when two start at once", async () => {
  const before = await db.auditEntry.count();
  const again = await Promise.all([seedFirstCampaign(db, keys, NOW), seedFirstCampaign(db, keys, NOW)]);
  expect(again).toEqual([{ seeded: false }, { seeded: false }]);
  expect(await db.auditEntry.count()).toBe(before);
});

test("the petition has a frozen digest that others can recompute, and a sealed key of its own", async () => {
  const petition = await findPetition(db, SLUG, "ko");
  if (!petition) throw new Error("no petition");
  const { number, locale, title, addressee, body, digest } = petition.version;
  expect({ number, locale }).toEqual({ number: 1, locale: "en" });
  const text = canonicalJson({ petition: SLUG, number, locale, title, addressee, body });
  expect(sha256(text).toString("hex")).toBe(digest);
  expect(petition.claims.length).toBe(new Set(petition.claims.map(({ id }) => id)).size);
  expect(await petitionCount(pool, SLUG)).toEqual({ confirmed: 0, asOf: null });
  const { hashKeyEnc } = await db.petition.findUniqueOrThrow({ where: { slug: SLUG } });
  const hashKey = unseal(keys, "petition-keys", "petition.hash_key", hashKeyEnc ?? new Uint8Array());
  expect(Buffer.from(hashKey, "base64")).toHaveLength(32);
});

test("a document read as a copy on an unrelated site is named and not linked", async () => {
  const copy = await findSource(db, SLUG, "ref-jfnk-korea-times");
  expect(copy).toMatchObject({ link: null, linkNote: expect.stringContaining("not linked") });
  const all = await listSources(db, SLUG, { limit: 1000 });
  const text = JSON.stringify(all);
  for (const host of COPIES) expect(text).not.toContain(host);
  expect(await findSource(db, SLUG, "ref-hrw-2024")).toMatchObject({
    link: expect.stringContaining("hrw.org"),
  });
});

test("an office shows no other city's e-mail address", async () => {
  const target = await db.target.findFirstOrThrow({ where: { key: "cn-cg-ru-vladivostok" } });
  expect(target).toMatchObject({ email: null, note: expect.stringContaining("names another city") });
});

test("every act of the seed has its audit row", async () => {
  const rows = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
  expect([...new Set(rows.map(({ action }) => action))]).toEqual([
    "create-campaign",
    "import-targets",
    "import-evidence",
    "publish-campaign-text",
    "publish-dossier-text",
    "publish-letter-text",
    "create-petition",
    "publish-petition-version",
  ]);
  expect(rows.every(({ actor, at }) => actor === "command:seed" && at.getTime() === NOW.getTime())).toBe(
    true,
  );
});
