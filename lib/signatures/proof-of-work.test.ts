import { solveChallenge } from "altcha-lib/v1";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { MINUTE } from "@/lib/time/durations";
import { PROOF_LARGEST_NUMBER } from "./limits";
import { forgetProofs, issueChallenge, readProof, spendProof } from "./proof-of-work";

const { keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const PETITION = "3f0e8f0e-7c1b-4a71-9a35-0d9c5d7b6a01";

type Sent = { algorithm: string; challenge: string; number: number; salt: string; signature: string };
const packed = (sent: Sent) => Buffer.from(JSON.stringify(sent)).toString("base64");

async function solved(petition = PETITION): Promise<Sent> {
  const { maxnumber: _, ...challenge } = await issueChallenge(keys, petition, NOW);
  const solution = await solveChallenge(
    challenge.challenge,
    challenge.salt,
    challenge.algorithm,
    PROOF_LARGEST_NUMBER,
  ).promise;
  if (!solution) throw new Error("not solved");
  return { ...challenge, number: solution.number };
}

const sent = await solved();

test("a solved challenge is taken once, in its time, for its petition", async () => {
  const proof = await readProof(keys, PETITION, packed(sent), later(9 * MINUTE));
  if (!proof) throw new Error("refused");
  const answers = await Promise.all(Array.from({ length: 5 }, () => spendProof(pool, proof)));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await readProof(keys, PETITION, packed(sent), later(10 * MINUTE))).toBeNull();
  expect(await readProof(keys, PETITION.replace("3", "4"), packed(sent), NOW)).toBeNull();
  expect(await forgetProofs(pool, later(9 * MINUTE))).toBe(0);
  expect(await forgetProofs(pool, later(10 * MINUTE))).toBe(1);
});

test("what was not signed by us, was changed, or is no proof at all is none", async () => {
  expect(await readProof(keys, PETITION, packed(sent), NOW)).not.toBeNull();
  const bad: unknown[] = [
    { ...sent, number: sent.number + 1 },
    { ...sent, salt: sent.salt.replace(/expires=\d+/, "expires=99999999999") },
    { ...sent, salt: sent.salt.slice(0, -1), number: Number(`1${sent.number}`) },
    { ...sent, signature: "0".repeat(64) },
    { ...sent, algorithm: "SHA-1" },
    { ...sent, salt: `x?expires=99999999999&subject=${PETITION}&` },
    null,
    [],
    "text",
  ];
  for (const value of bad)
    expect(await readProof(keys, PETITION, packed(value as Sent), NOW), JSON.stringify(value)).toBeNull();
  for (const text of ["", "not base64 §", "e30=", "bm90IGpzb24="])
    expect(await readProof(keys, PETITION, text, NOW)).toBeNull();
});
