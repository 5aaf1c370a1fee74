import { expect, test } from "vitest";
import { CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { importEvidence } from "./import-evidence";
import { searchEvidence } from "./search-queries";

const { db } = await testDatabase();

test("what is found is in the language that the campaign keeps its evidence in", async () => {
  const { id, slug } = await makeCampaign(db);
  await db.campaign.update({ where: { id }, data: { defaultLocale: "ko" } });
  const files = {
    sources: { file: "sources.json", content: [SOURCE] },
    claims: { file: "claims.json", content: [CLAIM] },
  };
  const change = { campaignId: id, actor: "command:test", reason: "První dovoz", now: new Date() };
  await db.$transaction((tx) => importEvidence(tx, { ...change, files }));
  const found = await searchEvidence(db, slug, { q: "延吉", page: 1, locale: "en" });
  expect(found).toMatchObject({ status: "searched", hits: [{ kind: "claim", lang: "ko" }] });
});

test("a corrected claim says when it was", async () => {
  const { id, slug } = await makeCampaign(db);
  const bring = async (claim: object, now: string) => {
    const files = {
      sources: { file: "sources.json", content: [SOURCE] },
      claims: { file: "claims.json", content: [claim] },
    };
    const change = { campaignId: id, actor: "command:test", reason: "Oprava", now: new Date(now) };
    await db.$transaction((tx) => importEvidence(tx, { ...change, files }));
  };
  const found = async () => await searchEvidence(db, slug, { q: "延吉", page: 1, locale: "en" });
  await bring(CLAIM, "2026-05-01T00:00:00.000Z");
  expect(await found()).toMatchObject({ hits: [{ correctedAt: null }] });
  const placed = { ...CLAIM, locator: "s. 7" };
  await bring(placed, "2026-05-02T00:00:00.000Z");
  expect(await found()).toMatchObject({ hits: [{ correctedAt: null }] });
  await bring({ ...placed, values: [] }, "2026-05-03T10:00:00.000Z");
  expect(await found()).toMatchObject({ hits: [{ correctedAt: "2026-05-03T10:00:00.000Z" }] });
});
