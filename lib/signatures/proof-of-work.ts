import { randomInt, timingSafeEqual } from "node:crypto";
import { createChallenge } from "altcha-lib/v1";
import type { Challenge } from "altcha-lib/v1/types";
import type pg from "pg";
import { z } from "zod";
import type { KeyRing } from "@/lib/crypto/keys";
import { PROOF_LARGEST_NUMBER, PROOF_LIFETIME, SUSPECTED_DELAY } from "./limits";

const ALGORITHM = "SHA-256";
const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

/** What a browser sends back: base64 of this as JSON, as ALTCHA's widget does. */
const payload = z.object({
  algorithm: z.literal(ALGORITHM),
  challenge: hex(64),
  number: z.int().min(0).max(PROOF_LARGEST_NUMBER),
  salt: z.string().max(200),
  signature: hex(64),
});

/**
 * A challenge in ALTCHA's first format: which number, appended to `salt`, has this SHA-256? It names what it is for, a
 * petition or a campaign's letters, and when it expires within its salt, and is signed; the server keeps nothing of it.
 */
export function issueChallenge(keys: KeyRing, subjectId: string, now: Date): Promise<Challenge> {
  return createChallenge({
    algorithm: ALGORITHM,
    hmacKey: keyOf(keys),
    maxnumber: PROOF_LARGEST_NUMBER,
    expires: new Date(now.getTime() + PROOF_LIFETIME),
    params: { subject: subjectId },
  });
}

/** A proof that is right; whether it was used before is another question (`spendProof`). */
export type Proof = { challenge: Buffer; expiresAt: Date };

/** Reads what a browser sent. Returns null for anything but the solution of a challenge of ours, for this subject, in its time. */
export async function readProof(
  keys: KeyRing,
  subjectId: string,
  sent: string,
  now: Date,
): Promise<Proof | null> {
  const read = payload.safeParse(parse(sent));
  if (!read.success) return null;
  const { salt, number, challenge, signature } = read.data;
  const named = new URLSearchParams(salt.split("?")[1]);
  const expiresAt = new Date(Number(named.get("expires")) * 1000);
  if (named.get("subject") !== subjectId || !(expiresAt > now)) return null;
  const rings = keys.former ? [keys, keys.former] : [keys];
  for (const ring of rings) {
    const right = await createChallenge({ algorithm: ALGORITHM, hmacKey: keyOf(ring), salt, number });
    if (equal(right.challenge, challenge) && equal(right.signature, signature))
      return { challenge: Buffer.from(challenge, "hex"), expiresAt };
  }
  return null;
}

/** Spends a proof. Returns false where it was used before, also by a request at the same moment. */
export async function spendProof(pool: pg.Pool, { challenge, expiresAt }: Proof): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "spend-proof",
    text: "INSERT INTO proof_use (challenge, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    values: [challenge, expiresAt],
  });
  return rowCount === 1;
}

/**
 * When a mail may leave that is asked for while its subject is defended: at once for an unused proof of work, which this
 * spends, else at a random moment of SUSPECTED_DELAY. Nobody is refused. Takes what a browser sent, if it sent anything.
 */
export async function mailMoment(
  { pool, keys, now }: { pool: pg.Pool; keys: KeyRing; now: Date },
  subjectId: string,
  sent: string | undefined,
): Promise<Date> {
  const proof = sent ? await readProof(keys, subjectId, sent, now) : null;
  if (proof && (await spendProof(pool, proof))) return now;
  return new Date(now.getTime() + randomInt(SUSPECTED_DELAY.least, SUSPECTED_DELAY.most));
}

/** Forgets used proofs that have expired: nobody can show them again. Returns how many. */
export async function forgetProofs(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM proof_use WHERE expires_at <= $1", [now]);
  return rowCount ?? 0;
}

const keyOf = (keys: KeyRing) => keys.of("proof-of-work").toString("base64");

function parse(sent: string): unknown {
  try {
    return JSON.parse(Buffer.from(sent, "base64").toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
