import { createHash } from "node:crypto";
import { solveChallenge } from "altcha-lib/v1";
import { expect, test } from "vitest";
import { solve } from "./solve";

/** PROOF_LARGEST_NUMBER of lib/signatures/limits.ts. */
const LARGEST_NUMBER = 100_000;

test("our browser's lines find what ALTCHA's own solver finds, and a phone is done within a second", async () => {
  const salt = "0123456789abcdef01234567?expires=1772452800&petition=3f0e8f0e-7c1b-4a71-9a35-0d9c5d7b6a01&";
  for (const start of ["", "x".repeat(20), "y".repeat(21), "z".repeat(64)]) {
    const longSalt = `${start}${salt}`;
    const challenge = createHash("sha256").update(`${longSalt}321`).digest("hex");
    expect(solve(longSalt, challenge, 400)).toBe(321);
    expect((await solveChallenge(challenge, longSalt, "SHA-256", 400).promise)?.number).toBe(321);
    expect(solve(longSalt, challenge, 320)).toBeNull();
  }
  const began = process.cpuUsage();
  expect(solve(salt, "0".repeat(64), LARGEST_NUMBER)).toBeNull();
  // The worst case, every number; a phone takes some four times as long as a server, and half of it on average.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
});
