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
