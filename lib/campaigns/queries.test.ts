import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, makePetition, makeVersion } from "@/lib/testing/world";
import { createCampaign } from "./create-campaign";
import { countriesAtRisk, findCampaign, listCampaignPage, listCampaigns } from "./queries";

const { db, keys } = await testDatabase();

test("campaigns are listed oldest first, page by page, without drafts and those without words", async () => {
  await makeCampaign(db, { slug: "b" });
  await makeCampaign(db, { slug: "a" });
  await makeCampaign(db, { slug: "c", state: "won" });
  await makeCampaign(db, { slug: "koncept", state: "draft" });
  const now = new Date("2020-01-01T00:00:00.000Z");
  const bare = {
    slug: "beze-slov",
    state: "live",
    defaultLocale: "en",
    startedAt: now,
    actor: "command:test",
    now,
  } as const;
  expect(await createCampaign(db, bare)).toMatchObject({ ok: true });
  expect(await createCampaign(db, bare)).toEqual({ ok: false, reason: "slug-taken" });

  expect((await listCampaigns(db, "en")).map(({ slug }) => slug)).toEqual(["a", "b", "c"]);
  const first = await listCampaignPage(db, "en", { limit: 2 });
  expect(first).toMatchObject({ items: [{ slug: "a" }, { slug: "b" }], next: "b" });
  expect(await listCampaignPage(db, "en", { limit: 2, after: "b" })).toMatchObject({
    items: [{ slug: "c", state: "won" }],
    next: null,
  });
  expect(await listCampaignPage(db, "en", { limit: 2, after: "koncept" })).toBe("unknown-after");
});

test("a campaign speaks the reader's language where it can, and says which it speaks", async () => {
  const campaign = await makeCampaign(db);
  const korean = {
    locale: "ko",
    title: "멈춰라",
    ask: "요구",
    summary: "요약",
    body: { sections: [], keyClaims: ["a"] },
  };
  await db.campaignText.create({ data: { campaignId: campaign.id, ...korean } });
  expect(await findCampaign(db, campaign.slug, "ko")).toMatchObject({
    locale: "ko",
    title: "멈춰라",
    keyClaims: ["a"],
    locales: ["en", "ko"],
  });
  expect(await findCampaign(db, campaign.slug, "ja")).toMatchObject({ locale: "en" });
});

test("countries at risk are a campaign's own, and all of those that are public where none is meant", async () => {
  const listed = async (state: string, ...atRisk: string[]) => {
    const { id, slug } = await makeCampaign(db, { state });
    const body = { sections: [], keyClaims: [], atRisk };
    await db.campaignText.updateMany({ where: { campaignId: id }, data: { body } });
    return { id, slug };
  };
  const river = await listed("live", "KP", "CN");
  const other = await listed("paused", "BY", "KP");
  const draft = await listed("draft", "SY");
  const silent = await makeCampaign(db);
  const petition = await makePetition(db, keys, { campaignId: other.id });
  expect(await countriesAtRisk(db, { campaign: river.slug })).toEqual(["KP", "CN"]);
  expect(await countriesAtRisk(db, { petition: petition.slug })).toEqual(["BY", "KP"]);
  expect(await countriesAtRisk(db, { campaign: silent.slug })).toEqual([]);
  expect(await countriesAtRisk(db, { campaign: draft.slug })).toEqual([]);
  expect((await countriesAtRisk(db)).toSorted()).toEqual(["BY", "CN", "KP"]);
});

test("a campaign shows its petitions with count and time, but no draft", async () => {
  const campaign = await makeCampaign(db);
  const petition = await makePetition(db, keys, { campaignId: campaign.id });
  await makePetition(db, keys, { campaignId: campaign.id, state: "draft" });
  await makeVersion(db, petition.id, 2, "en");
  await makeVersion(db, petition.id, 1, "ko");
  await db.petitionCount.create({ data: { petitionId: petition.id, confirmed: 12, withdrawn: 2 } });
  const asOf = new Date("2026-03-02T00:00:00.000Z");
  await db.countingPass.upsert({ where: { id: 1 }, create: { id: 1, asOf }, update: { asOf } });
  const found = await findCampaign(db, campaign.slug, "ko");
  expect(found?.petitions).toEqual([
    { slug: petition.slug, title: expect.any(String), locale: "en", confirmed: 10, asOf },
  ]);
  await makeVersion(db, petition.id, 2, "ko");
  expect(await findCampaign(db, campaign.slug, "ko")).toMatchObject({
    locale: "en",
    petitions: [{ locale: "ko" }],
  });
});

test.each(["", "../a", "A", "a\0", "a'--", "%61", "á", "constructor", "x".repeat(10_000)])(
  "%j is no campaign",
  async (slug) => {
    expect(await findCampaign(db, slug, "en")).toBeNull();
  },
);
