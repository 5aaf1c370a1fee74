import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { UnsealError } from "@/lib/crypto/seal";
import { issueToken } from "@/lib/crypto/token";
import { sealedKey } from "@/lib/db/sealed-key";
import { inTransaction } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY } from "@/lib/time/durations";
import type { SuppressionReason } from "./states";
import {
  allowMails,
  countSoftBounce,
  forgetSoftBounces,
  issueNeverMailToken,
  readNeverMailToken,
  suppress,
  suppressedAmong,
  suppressionHashes,
} from "./suppression";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const hashesOf = (to: string) => suppressionHashes(pool, keys, to, NOW);

const freshHash = async () => (await hashesOf(`${randomUUID()}@example.org`)).mailbox;
async function reasonOf(hash: Buffer) {
  const row = await db.suppression.findUnique({ where: { addressHash: Uint8Array.from(hash) } });
  return row?.reason ?? null;
}

test("twenty who ask first at once get one key, and it lies sealed", async () => {
  await pool.query("TRUNCATE sealed_key");
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => sealedKey(pool, keys, "suppression", NOW)),
  );
  expect(new Set(asked.map((key) => key.toString("hex"))).size).toBe(1);
  expect(asked[0]).toHaveLength(32);
  const { rows } = await pool.query("SELECT key_enc FROM sealed_key");
  expect(rows).toHaveLength(1);
  expect(rows[0].key_enc.includes(asked[0])).toBe(false);
  expect(rows[0].key_enc.toString("latin1")).not.toContain(asked[0]?.toString("base64"));
});

test("who waited for another's key that came to nothing makes one", async () => {
  await pool.query("TRUNCATE sealed_key");
  let waiting: Promise<Buffer> | undefined;
  const undone = inTransaction(pool, async (client) => {
    await sealedKey(client, keys, "suppression", NOW);
    waiting = sealedKey(pool, keys, "suppression", NOW);
    await expect
      .poll(async () => (await pool.query("SELECT FROM pg_locks WHERE NOT granted")).rowCount)
      .toBeGreaterThan(0);
    throw new Error("came to nothing");
  });
  await expect(undone).rejects.toThrow("came to nothing");
  expect(await waiting).toEqual(await sealedKey(pool, keys, "suppression", NOW));
});

test("another APP_SECRET cannot open it, and does not make a second", async () => {
  await hashesOf("someone@example.org");
  const other = keyRing("quite another secret, also long enough");
  await expect(sealedKey(pool, other, "suppression", NOW)).rejects.toThrow(UnsealError);
  expect(await db.sealedKey.count()).toBe(1);
});

test("a tag makes another address and the same mailbox; case and dots that do not matter make neither", async () => {
  const plain = await hashesOf("Ana.Lopez@Gmail.com");
  const spelt = await hashesOf("analopez@googlemail.com");
  expect(spelt.mailbox).toEqual(plain.mailbox);
  expect(spelt.exact, "a bounce speaks of one spelling").not.toEqual(plain.exact);
  expect((await hashesOf("victim-x@yahoo.com")).exact).not.toEqual(
    (await hashesOf("victim@yahoo.com")).exact,
  );
  const bare = await hashesOf("ana@example.org");
  const tagged = await hashesOf("ana+petice@example.org");
  expect(tagged.mailbox).toEqual(bare.mailbox);
  expect(tagged.exact).not.toEqual(bare.exact);
  expect(bare.exact).toHaveLength(16);
  expect((await hashesOf("Ana@Mailinator.com")).exact).toEqual((await hashesOf("ana@mailinator.com")).exact);
});

test("an owner's word outlasts a server's, and only they take it back", async () => {
  const hash = await freshHash();
  const told: [SuppressionReason, string][] = [
    ["soft-bounces", "soft-bounces"],
    ["bounce", "bounce"],
    ["soft-bounces", "bounce"],
    ["complaint", "complaint"],
    ["bounce", "complaint"],
    ["never-mail", "never-mail"],
    ["complaint", "never-mail"],
    ["bounce", "never-mail"],
  ];
  for (const [reason, kept] of told) {
    await suppress(pool, hash, reason, NOW);
    expect(await reasonOf(hash)).toBe(kept);
  }
  await countSoftBounce(pool, hash, NOW);
  await forgetSoftBounces(pool, hash, later(DAY));
  expect(await reasonOf(hash)).toBe("never-mail");
  await allowMails(pool, hash);
  expect(await reasonOf(hash)).toBeNull();
  expect(await suppressedAmong(pool, [hash], NOW)).toEqual(new Set());
});

test.each([
  ["complaint", null],
  ["bounce", "bounce"],
  ["soft-bounces", "soft-bounces"],
] as const)("allowing mails again after %s leaves %s", async (reason, left) => {
  const hash = await freshHash();
  await suppress(pool, hash, reason, NOW);
  await allowMails(pool, hash);
  expect(await reasonOf(hash)).toBe(left);
});

test("one that bounced counts soft bounces no more, and counting alone suppresses nobody", async () => {
  const [counted, bounced] = [await freshHash(), await freshHash()];
  await countSoftBounce(pool, counted, NOW);
  await countSoftBounce(pool, counted, NOW);
  await suppress(pool, bounced, "bounce", NOW);
  await countSoftBounce(pool, bounced, NOW);
  expect(await suppressedAmong(pool, [counted, bounced], NOW)).toEqual(new Set([bounced.toString("hex")]));
  await suppress(pool, counted, "bounce", later(DAY));
  expect(await db.suppression.findUnique({ where: { addressHash: Uint8Array.from(counted) } })).toMatchObject(
    {
      reason: "bounce",
      since: later(DAY),
    },
  );
});

test("soft bounces of another season do not count", async () => {
  const hash = await freshHash();
  for (const days of [0, 1, 92, 93]) await countSoftBounce(pool, hash, later(days * DAY));
  expect(await reasonOf(hash)).toBeNull();
  await countSoftBounce(pool, hash, later(94 * DAY));
  expect(await reasonOf(hash)).toBe("soft-bounces");
  const key = hash.toString("hex");
  expect(await suppressedAmong(pool, [hash], later(180 * DAY))).toEqual(new Set([key]));
  expect(await suppressedAmong(pool, [hash], later(185 * DAY)), "nobody lost their mailbox for ever").toEqual(
    new Set(),
  );
  await suppress(pool, hash, "bounce", later(185 * DAY));
  expect(await suppressedAmong(pool, [hash], later(186 * DAY)), "a hard bounce counts all the same").toEqual(
    new Set([key]),
  );
  const other = await freshHash();
  for (const days of [0, 1, 2, 185]) await countSoftBounce(pool, other, later(days * DAY));
  expect(await reasonOf(other), "and the count begins anew").toBeNull();
});

test("thirty soft bounces at once suppress once", async () => {
  const hash = await freshHash();
  await Promise.all(Array.from({ length: 30 }, () => countSoftBounce(pool, hash, NOW)));
  expect(await db.suppression.findUnique({ where: { addressHash: Uint8Array.from(hash) } })).toMatchObject({
    reason: "soft-bounces",
    softBounces: 3,
  });
});

test("a token names the mailbox; one of another kind, secret or letter is nothing", async () => {
  const hashes = await hashesOf("ana+x@example.org");
  const token = issueNeverMailToken(keys, hashes);
  expect(await readNeverMailToken(pool, keys, token)).toEqual(hashes.mailbox);
  const uuid = "00000000-0000-4000-8000-000000000000";
  const changed = `${token.slice(0, 20)}${token[20] === "A" ? "B" : "A"}${token.slice(21)}`;
  const foreign = issueNeverMailToken(keyRing("quite another secret, also long enough"), hashes);
  const confirming = issueToken(keys, "confirm-signature", uuid, later(DAY));
  for (const wrong of ["", "x", changed, foreign, confirming, `${token}A`, `${token}\n`, token.toLowerCase()])
    expect(await readNeverMailToken(pool, keys, wrong), wrong).toBeNull();
});
