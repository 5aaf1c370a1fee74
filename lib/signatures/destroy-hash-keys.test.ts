import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyedHash, sha256 } from "@/lib/crypto/hash";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { checkDestroyedKeys, countDueHashKeys, destroyHashKeys } from "./destroy-hash-keys";
import { signPetition } from "./sign-petition";

const { db, pool, keys } = await testDatabase();
const NOW = new Date("2026-05-01T12:00:00Z");
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR);

async function closedPetition(hours: number, state = "closed") {
  return await makePetition(db, keys, { state, closedAt: ago(hours) });
}

async function sign(
  petition: { id: string; versionId: string; hashKey: Buffer },
  state: string,
  place: number | null,
) {
  const id = randomUUID();
  const hash = (name: string) => keyedHash(petition.hashKey, `${name}:${id}`);
  await pool.query(
    `INSERT INTO signature (id, petition_id, version_id, state, display, locale, forget_me, updates, email_hash, name_hash, place, requested_at, mailed_at, mail_request, expires_at)
     VALUES ($1, $2, $3, $4, 'counted', 'en', true, false, $5, $6, $7, $8, $8, $1, $8)`,
    [id, petition.id, petition.versionId, state, hash("email"), hash("name"), place, NOW],
  );
  return id;
}

const petitionRow = (id: string) => db.petition.findUniqueOrThrow({ where: { id } });

test("a closed petition's hash key is destroyed after 24 hours, with every hash made under it, and the record says so", async () => {
  const petition = await closedPetition(24);
  const confirmed = await sign(petition, "confirmed", 1);
  const pending = await sign(petition, "pending", null);
  const sealed = petition.hashKeyEnc;
  expect(await countDueHashKeys(pool, NOW)).toBe(1);
  expect(await destroyHashKeys(pool, NOW)).toEqual({ keys: 1, hashes: 1, pending: 1 });
  expect((await petitionRow(petition.id)).hashKeyEnc).toBeNull();
  const row = await db.signature.findUniqueOrThrow({ where: { id: confirmed } });
  expect([row.emailHash, row.nameHash, row.state]).toEqual([null, null, "confirmed"]);
  expect(await db.signature.findUnique({ where: { id: pending } })).toBeNull();
  const record = await db.hashKeyDestruction.findUniqueOrThrow({ where: { petitionId: petition.id } });
  expect(record).toMatchObject({ destroyedAt: NOW, hashesRemoved: 1 });
  expect(record.sealedKeyDigest).toBe(sha256(sealed ?? "").toString("hex"));
  expect(await db.journalEntry.count({ where: { subjectId: petition.id, kind: "hash-key" } })).toBe(1);
  expect(await checkDestroyedKeys(pool, NOW)).toEqual([]);
});

test("before the 24 hours are over, or while it is not closed, the key stays", async () => {
  const soon = await closedPetition(23.9);
  const paused = await closedPetition(48, "paused");
  expect(await destroyHashKeys(pool, NOW)).toMatchObject({ keys: 0 });
  expect((await petitionRow(soon.id)).hashKeyEnc).not.toBeNull();
  expect((await petitionRow(paused.id)).hashKeyEnc).not.toBeNull();
});

test("two workers at once, and again, destroy once; what was cut short is finished", async () => {
  const petition = await closedPetition(30);
  for (let n = 0; n < 20; n += 1) await sign(petition, "confirmed", null);
  const done = await Promise.all([
    destroyHashKeys(pool, NOW),
    destroyHashKeys(pool, NOW),
    destroyHashKeys(pool, NOW),
  ]);
  expect(done.reduce((sum, { keys: n }) => sum + n, 0)).toBe(1);
  expect(await destroyHashKeys(pool, NOW)).toEqual({ keys: 0, hashes: 0, pending: 0 });
  const late = await sign(petition, "confirmed", 1); // as if killed before its step
  expect(await checkDestroyedKeys(pool, NOW)).toEqual([
    { petitionId: petition.id, keyIsThere: false, hashes: 1 },
  ]);
  expect(await destroyHashKeys(pool, NOW)).toMatchObject({ hashes: 1 });
  expect((await db.signature.findUniqueOrThrow({ where: { id: late } })).emailHash).toBeNull();
  const record = await db.hashKeyDestruction.findUniqueOrThrow({ where: { petitionId: petition.id } });
  expect(record.hashesRemoved).toBe(21);
});

test("a record that was found true is looked at again after a day", async () => {
  const petition = await closedPetition(30);
  await destroyHashKeys(pool, NOW);
  expect(await checkDestroyedKeys(pool, NOW)).toEqual([]);
  const record = () => db.hashKeyDestruction.findUniqueOrThrow({ where: { petitionId: petition.id } });
  expect(await record()).toMatchObject({ checkedAt: NOW });
  await sign(petition, "confirmed", 1); // as a hand in the database would
  const soon = ago(-23);
  expect(await checkDestroyedKeys(pool, soon)).toEqual([]);
  expect(await destroyHashKeys(pool, soon)).toMatchObject({ hashes: 0 });
  const nextDay = ago(-24);
  const breach = { petitionId: petition.id, keyIsThere: false, hashes: 1 };
  expect(await checkDestroyedKeys(pool, nextDay)).toEqual([breach]);
  expect(await record()).toMatchObject({ checkedAt: NOW });
  expect(await destroyHashKeys(pool, nextDay)).toMatchObject({ hashes: 1 });
  expect(await checkDestroyedKeys(pool, nextDay)).toEqual([]);
  expect(await record()).toMatchObject({ checkedAt: nextDay });
});

test("a petition without its key cannot be opened again, and nobody signs it", async () => {
  const petition = await closedPetition(30);
  await destroyHashKeys(pool, NOW);
  for (const state of ["open", "paused", "draft"])
    await expect(
      pool.query("UPDATE petition SET state = $2 WHERE id = $1", [petition.id, state]),
    ).rejects.toThrow("petition_open_has_hash_key");
  const signing = {
    display: "counted",
    email: { canonical: "a@example.org", deliverable: "a@example.org" },
  } as never;
  expect(
    await signPetition({ pool, keys, now: NOW }, { slug: petition.slug, signing, peer: null }),
  ).toMatchObject({
    ok: false,
    reason: "closed",
  });
});

test("a petition that was closed without a date gets one, and its day begins", async () => {
  const petition = await makePetition(db, keys, { state: "closed" });
  await destroyHashKeys(pool, NOW);
  expect(await petitionRow(petition.id)).toMatchObject({ closedAt: NOW });
  await destroyHashKeys(pool, new Date(NOW.getTime() + 24 * HOUR));
  expect((await petitionRow(petition.id)).hashKeyEnc).toBeNull();
});
