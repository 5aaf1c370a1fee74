import { beforeEach, expect, test } from "vitest";
import { type KeyRing, keyRing } from "@/lib/crypto/keys";
import { testDatabase } from "@/lib/testing/test-database";
import { checkSecret, finishRotation, rotationIsOpen } from "./secret-check";

const { pool } = await testDatabase();
const NOW = new Date("2026-05-01T12:00:00Z");
const A = "secret A: longer than thirty-two characters ä";
const B = "secret B: longer than thirty-two characters ö";
const C = "secret C: longer than thirty-two characters ü";
const check = (keys: KeyRing) => checkSecret(pool, keys, NOW);

beforeEach(async () => {
  await pool.query("DELETE FROM setting");
  await check(keyRing(A));
});

test("the secret that a database was written with starts, any other is refused by name", async () => {
  await check(keyRing(A));
  await expect(check(keyRing(B))).rejects.toThrow(
    "APP_SECRET: is not the one this database was written with",
  );
  await expect(check(keyRing(B, C))).rejects.toThrow("APP_SECRET: is not the one");
});

test("from the first start with both until everything is sealed anew, both are needed and no other pair will do", async () => {
  await Promise.all(Array.from({ length: 8 }, () => check(keyRing(B, A))));
  expect(await rotationIsOpen(pool)).toBe(true);
  await check(keyRing(B, A));
  await expect(check(keyRing(B))).rejects.toThrow("APP_SECRET_OLD: is missing");
  await expect(check(keyRing(B, C))).rejects.toThrow("APP_SECRET_OLD: is not the secret");
  await expect(check(keyRing(A))).rejects.toThrow("APP_SECRET: is the former secret");
  await expect(check(keyRing(A, B))).rejects.toThrow("APP_SECRET: is the former secret");
  await expect(check(keyRing(C, B))).rejects.toThrow("an earlier change of the secret is not finished");
});

test("afterwards the new secret starts alone, and with the former one beside it", async () => {
  await check(keyRing(B, A));
  await finishRotation(pool, NOW);
  await check(keyRing(B));
  await check(keyRing(B, A));
  await expect(check(keyRing(A))).rejects.toThrow("APP_SECRET: is not the one");
  await check(keyRing(C, B));
  expect(await rotationIsOpen(pool)).toBe(true);
});
