import { solveChallenge } from "altcha-lib/v1";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { MINUTE, SECOND } from "@/lib/time/durations";
import { PROOF_LARGEST_NUMBER, SUSPECTED_DELAY } from "./limits";
import { issueChallenge } from "./proof-of-work";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";
import { watchPetitions } from "./watch-petitions";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
type Petition = Awaited<ReturnType<typeof makePetition>>;

const PENDING_DAYS = "14 days";

/** Sign-ups from `from` to `to`, evenly, of which a share is confirmed two minutes after signing, if that is past `now`. */
async function crowd(
  petition: Petition,
  count: number,
  [from, to]: [Date, Date],
  { share = 0, now = to, forgetMe = false } = {},
): Promise<void> {
  await pool.query(
    `INSERT INTO signature (id, petition_id, version_id, state, display, locale, forget_me, updates, requested_at, mailed_at, mail_request, expires_at, counted_at, email_hash, name_hash)
     SELECT gen_random_uuid(), $1, $2, CASE WHEN confirmed THEN 'confirmed' ELSE 'pending' END, 'counted', 'en', $8, false,
       at, at, gen_random_uuid(), at + interval '${PENDING_DAYS}', CASE WHEN confirmed THEN at + interval '2 minutes' END, sha256(gen_random_uuid()::text::bytea), sha256('x')
     FROM (SELECT at, (n % 100) < $6::float8 * 100 AND at + interval '2 minutes' <= $7 AS confirmed
       FROM (SELECT n, $4::timestamptz + (($5::timestamptz - $4::timestamptz) * n / $3::int) AS at FROM generate_series(0, $3::int - 1) n) each) told`,
    [petition.id, petition.versionId, count, from, to, share, now, forgetMe],
  );
}

/** What happened, as `[began or null]`, when the watch looked. */
const watch = async (now: Date) =>
  (await watchPetitions(pool, now)).map(({ petition, began }) => [petition, began]);
const isDefended = (id: string) => db.petitionDefence.count({ where: { petitionId: id } }).then(Boolean);

async function calmDown(): Promise<void> {
  await pool.query("TRUNCATE signature, petition_defence, outbox_mail CASCADE");
}

test("5,000 sign-ups that nobody confirms are met by the next look, and forgotten once it is calm", async () => {
  await calmDown();
  const [attacked, quiet] = [await makePetition(db, keys), await makePetition(db, keys)];
  await crowd(quiet, 30, [later(-10 * MINUTE), NOW], { share: 0.7 });
  await crowd(attacked, 5_000, [later(-30 * SECOND), NOW]);
  expect(await watch(NOW)).toEqual([[attacked.slug, "burst"]]);
  expect(await watch(later(10 * SECOND))).toEqual([]);
  // They are unconfirmed as long as they are looked at; then five minutes of calm.
  for (const minute of [1, 2, 5, 10, 12]) {
    expect(await watch(later(minute * MINUTE))).toEqual([]);
    expect(await isDefended(attacked.id), `minute ${minute}`).toBe(true);
  }
  expect(await watch(later(13 * MINUTE))).toEqual([]);
  expect(await watch(later(17 * MINUTE))).toEqual([]);
  expect(await watch(later(18 * MINUTE))).toEqual([[attacked.slug, null]]);
  expect(await isDefended(attacked.id)).toBe(false);
});

test("a slow attack is told by those who never confirm, and not while no mail could leave", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  await crowd(petition, 200, [later(-10 * MINUTE), NOW]);
  const stuck = {
    id: crypto.randomUUID(),
    kind: "confirm-signature",
    locale: "en",
    addressHash: new Uint8Array(32),
    sendAfter: later(-3 * MINUTE),
    createdAt: NOW,
  };
  await db.outboxMail.create({ data: stuck });
  expect(await watch(NOW)).toEqual([]);
  await db.outboxMail.deleteMany();
  expect(await watch(NOW)).toEqual([[petition.slug, "unconfirmed"]]);
});

test("forget-me sign-ups do not hide an attack", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  await crowd(petition, 5_000, [later(-30 * SECOND), NOW], { forgetMe: true });
  expect(await watch(NOW)).toEqual([[petition.slug, "burst"]]);
});

test("an honest surge of 2,000 a minute that grew within an hour is left alone, minute by minute", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  for (let minute = 0; minute < 30; minute += 1) {
    const now = later(minute * MINUTE);
    const rate = Math.min(2_000, Math.round(20 * 1.3 ** minute));
    await crowd(petition, rate, [later((minute - 1) * MINUTE), now], { share: 0.6, now });
    // Those of two minutes ago confirm now.
    await pool.query(
      `UPDATE signature SET state = 'confirmed', counted_at = requested_at + interval '2 minutes'
       WHERE petition_id = $1 AND state = 'pending' AND requested_at <= $2::timestamptz - interval '2 minutes' AND get_byte(email_hash, 0) < 154`,
      [petition.id, now],
    );
    expect(await watch(now), `minute ${minute}`).toEqual([]);
  }
});

test("an honest surge out of nothing is trusted again within minutes, and nobody is refused meanwhile", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  const ended: number[] = [];
  for (let minute = 0; minute <= 12; minute += 1) {
    const now = later(minute * MINUTE);
    await crowd(petition, 2_000, [later((minute - 1) * MINUTE), now]);
    await pool.query(
      `UPDATE signature SET state = 'confirmed', counted_at = requested_at + interval '2 minutes'
       WHERE petition_id = $1 AND state = 'pending' AND requested_at <= $2::timestamptz - interval '2 minutes' AND get_byte(email_hash, 0) < 154`,
      [petition.id, now],
    );
    for (const [, began] of await watch(now)) if (began === null) ended.push(minute);
  }
  expect(ended).toHaveLength(1);
  expect(ended[0]).toBeLessThanOrEqual(6);
});

test("two workers that look at once begin one defence", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  await crowd(petition, 1_000, [later(-30 * SECOND), NOW]);
  const looks = await Promise.all([watch(NOW), watch(NOW), watch(NOW)]);
  expect(looks.flat()).toEqual([[petition.slug, "burst"]]);
});

test("the watch's cost depends on the last minutes: it finds them by an index", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  await crowd(petition, 20_000, [later(-300 * 60 * MINUTE), later(-60 * MINUTE)]);
  await pool.query("ANALYZE signature");
  const { rows } = await pool.query(
    `EXPLAIN SELECT petition_id FROM signature WHERE state IN ('pending', 'confirmed', 'withdrawn', 'removed')
     AND expires_at > $1::timestamptz + interval '14 days' - interval '13 minutes'`,
    [NOW],
  );
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("signature_state_expires_at_idx");
});

async function sign(petition: Petition, email: string, altcha?: string) {
  const read = readSigning({ consent: "on", email, name: "Süzie Łęcka", ...(altcha ? { altcha } : {}) });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const result = await signPetition(
    { pool, keys, now: NOW },
    { slug: petition.slug, signing: read.signing, peer: `10.9.${email.length}.${email.charCodeAt(0)}` },
  );
  expect(result).toEqual({ ok: true });
  const [signature] = await db.signature.findMany({
    where: { petitionId: petition.id },
    orderBy: { id: "asc" },
    take: 1,
  });
  const [mail] = await db.outboxMail.findMany({ where: { subjectId: signature?.id ?? "" } });
  await db.signature.deleteMany({ where: { petitionId: petition.id } });
  return { suspected: signature?.suspected, delay: (mail?.sendAfter.getTime() ?? 0) - NOW.getTime() };
}

test("under attack a proof brings the mail at once; without one it comes later, and the answer is the same", async () => {
  await calmDown();
  const petition = await makePetition(db, keys);
  await db.petitionDefence.create({ data: { petitionId: petition.id, reason: "burst", since: NOW } });
  const challenge = await issueChallenge(keys, petition.id, NOW);
  const solution = await solveChallenge(challenge.challenge, challenge.salt, "SHA-256", PROOF_LARGEST_NUMBER)
    .promise;
  const proof = Buffer.from(JSON.stringify({ ...challenge, number: solution?.number })).toString("base64");
  expect(await sign(petition, "a@example.org", proof)).toEqual({ suspected: false, delay: 0 });
  for (const [email, sent] of [
    ["bb@example.org", proof],
    ["ccc@example.org", "nonsense"],
    ["dddd@example.org", undefined],
  ] as const) {
    const { suspected, delay } = await sign(petition, email, sent);
    expect(suspected, email).toBe(true);
    expect(delay).toBeGreaterThanOrEqual(SUSPECTED_DELAY.least);
    expect(delay).toBeLessThan(SUSPECTED_DELAY.most);
  }
});

test("in peace nobody is asked for a proof", async () => {
  await calmDown();
  expect(await sign(await makePetition(db, keys), "e@example.org")).toEqual({ suspected: false, delay: 0 });
});
