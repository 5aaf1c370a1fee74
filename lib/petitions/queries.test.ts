import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { findPetition, findPetitionVersion, listPetitionVersions, petitionCount } from "./queries";

const { db, pool, keys } = await testDatabase();
const NOW = new Date("2026-04-01T00:00:00.000Z");

test("the published count is what was confirmed, less what was withdrawn and removed, plus what was restored", async () => {
  const { id: petitionId, slug } = await makePetition(db, keys);
  await db.petitionCount.create({
    data: { petitionId, confirmed: 100, withdrawn: 7, removed: 5, restored: 2 },
  });
  const collected = { petitionId, source: "Tržiště", collectedOn: NOW };
  await db.collectedSignatures.createMany({
    data: [40, 2].map((amount) => ({ id: randomUUID(), kind: "paper", amount, ...collected })),
  });
  const counts = { confirmed: 90, withdrawn: 7, removed: 3, paper: 42, partner: 0 };
  expect(await findPetition(db, slug, "en")).toMatchObject({ counts, asOf: null });
  expect(await petitionCount(pool, slug)).toEqual({ confirmed: 90, asOf: null });
  await db.countingPass.upsert({ where: { id: 1 }, create: { id: 1, asOf: NOW }, update: { asOf: NOW } });
  expect(await petitionCount(pool, slug)).toEqual({ confirmed: 90, asOf: NOW });
});

test("a withdrawal that was undone is neither withdrawn nor less than nothing removed", async () => {
  const { id: petitionId, slug } = await makePetition(db, keys);
  await db.petitionCount.create({ data: { petitionId, confirmed: 9, withdrawn: 3, restored: 2 } });
  const counts = { confirmed: 8, withdrawn: 1, removed: 0 };
  expect(await findPetition(db, slug, "en")).toMatchObject({ counts });
});

test("a petition that was never counted stands at zero", async () => {
  const { slug } = await makePetition(db, keys);
  expect(await petitionCount(pool, slug)).toMatchObject({ confirmed: 0 });
});

test("a draft is not there, nor is a petition of a draft campaign", async () => {
  const draft = await makePetition(db, keys, { state: "draft" });
  const hidden = await makePetition(db, keys);
  await db.campaign.update({ where: { id: hidden.campaignId }, data: { state: "draft" } });
  for (const { slug } of [draft, hidden]) {
    expect(await petitionCount(pool, slug)).toBeNull();
    expect(await findPetition(db, slug, "en")).toBeNull();
    expect(await findPetitionVersion(db, slug, 1, "en")).toBeNull();
    expect(await listPetitionVersions(db, slug)).toEqual([]);
  }
});

test.each(["", "A", "a\0", "../x", "%61"])("%j is no petition", async (slug) => {
  expect(await petitionCount(pool, slug)).toBeNull();
  expect(await findPetition(db, slug, "en")).toBeNull();
});

test("the key of the petition's hashes is not among what is read", async () => {
  const { slug, hashKey } = await makePetition(db, keys);
  const found = JSON.stringify(await findPetition(db, slug, "en"));
  expect(found).not.toContain("hashKey");
  expect(found).not.toContain(hashKey.toString("base64"));
});
