import { expect, test } from "vitest";
import { unseal } from "@/lib/crypto/seal";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { createPetition } from "./create-petition";

const { db, keys } = await testDatabase();
const NOW = new Date("2026-04-01T00:00:00.000Z");

const create = async (campaignId: string, slug: string, targets: string[] = []) =>
  await db.$transaction((tx) =>
    createPetition(tx, keys, {
      campaignId,
      slug,
      state: "open",
      opensAt: NOW,
      targets,
      actor: "command:test",
      now: NOW,
    }),
  );

test("each petition has a key of 32 bytes of its own, and a count of zero", async () => {
  const { id } = await makeCampaign(db);
  expect([await create(id, "jedna"), await create(id, "dva")]).toMatchObject([{ ok: true }, { ok: true }]);
  const rows = await db.petition.findMany({ where: { campaignId: id }, include: { counts: true } });
  const opened = rows.map((row) =>
    unseal(keys, "petition-keys", "petition.hash_key", row.hashKeyEnc ?? new Uint8Array()),
  );
  expect(new Set(opened).size).toBe(2);
  expect(opened.map((key) => Buffer.from(key, "base64").length)).toEqual([32, 32]);
  expect(rows.map(({ counts }) => counts?.confirmed)).toEqual([0, 0]);
});

test("a slug that is taken and a target that is none are refused, and nothing is written", async () => {
  const { id } = await makeCampaign(db);
  await create(id, "obsazeno");
  expect(await create(id, "obsazeno")).toEqual({ ok: false, reason: "slug-taken" });
  expect(await create(id, "nova", ["nikdo"])).toEqual({
    ok: false,
    reason: "unknown-target",
    target: "nikdo",
  });
  expect(await db.petition.count({ where: { campaignId: id } })).toBe(1);
  expect(await db.auditEntry.count({ where: { campaignId: id } })).toBe(1);
});
