import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyedHash } from "@/lib/crypto/hash";
import { type KeyRing, keyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import { issueToken, readToken } from "@/lib/crypto/token";
import { resealStep } from "@/lib/db/reseal";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";
import { checkSecret } from "@/lib/db/secret-check";
import { readAddress } from "@/lib/mail/address";
import { prepareMails } from "@/lib/mail/prepare-mails";
import { issueNeverMailToken, readNeverMailToken, suppressionHashes } from "@/lib/mail/suppression";
import { accountHash, sealAccountAddress } from "@/lib/people/account-fields";
import { issueOwnerSignInLink } from "@/lib/people/issue-sign-in-link";
import { signPetition } from "@/lib/signatures/sign-petition";
import { makeWaitingMails } from "@/lib/testing/outbox-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { rotateKeys } from "./rotate-keys";

const { db, pool } = await testDatabase();
const NOW = new Date("2026-05-01T12:00:00Z");
const SECRETS = Array.from(
  { length: 9 },
  (_, n) => `secret number ${n}, longer than thirty-two characters ž`,
);
const clock = () => NOW;
let current = 0;

function ring(): KeyRing {
  return keyRing(String(SECRETS[current]));
}

function bothRings(): KeyRing {
  current += 1;
  return keyRing(String(SECRETS[current]), SECRETS[current - 1]);
}

/** What an installation holds: some of everything that is sealed. */
async function fill(keys: KeyRing, signatures: number) {
  await checkSecret(pool, keys, NOW);
  const petition = await makePetition(db, keys);
  await pool.query(
    `INSERT INTO signature (id, petition_id, version_id, state, display, locale, forget_me, updates, name_enc, email_enc, reason_enc, requested_at, mailed_at, mail_request, expires_at)
     SELECT o.id, $1, $2, 'pending', 'counted', 'en', false, false, o.name, o.email, o.reason, $3, $3, o.id, $3
     FROM unnest($4::uuid[], $5::bytea[], $6::bytea[], $7::bytea[]) AS o(id, name, email, reason)`,
    [
      petition.id,
      petition.versionId,
      NOW,
      Array.from({ length: signatures }, () => randomUUID()),
      Array.from({ length: signatures }, (_, n) =>
        seal(keys, "personal-fields", "signature.name", `Łucja ${n}`),
      ),
      Array.from({ length: signatures }, (_, n) =>
        seal(keys, "personal-fields", "signature.email", `l${n}@example.org`),
      ),
      Array.from({ length: signatures }, (_, n) =>
        n % 2 ? seal(keys, "personal-fields", "signature.reason", `왜 ${n}`) : null,
      ),
    ],
  );
  await makeWaitingMails(db, keys, ["a@example.org", "b@example.org"], NOW, { payload: { token: "t" } });
  return petition;
}

/** How many sealed values open under a ring; throws for one that does not. */
async function openEverything(keys: KeyRing): Promise<number> {
  let opened = 0;
  for (const { table, key, columns } of SEALED_TABLES) {
    const { rows } = await pool.query(`SELECT ${key.column}::text AS key, * FROM ${table}`);
    for (const row of rows) {
      for (const { column, purpose, context } of columns) {
        if (row[column] === null) continue;
        unseal(keys, purpose, typeof context === "string" ? context : context(row.key), row[column]);
        opened += 1;
      }
    }
  }
  return opened;
}

test("a job that is killed after any step goes on where it was, and all opens under the new secret alone", async () => {
  await fill(ring(), 1_700);
  const before = await openEverything(ring());
  const keys = bothRings();
  await checkSecret(pool, keys, NOW);
  const signatures = SEALED_TABLES.find(({ table }) => table === "signature");
  if (!signatures) throw new Error("signatures hold sealed values");
  // Some steps, then death within one: what the transaction did not commit is not there.
  expect((await resealStep(pool, keys, signatures, NOW)).looked).toBe(500);
  expect((await resealStep(pool, keys, signatures, NOW)).looked).toBe(500);
  const seen: [string, number, number][] = [];
  const done = await rotateKeys({ pool, db, keys, clock }, (...step) => seen.push(step));
  expect(seen.find(([table]) => table === "signature")?.[1]).toBeLessThanOrEqual(1_500);
  expect(done.resealed).toBeGreaterThan(0);
  expect(await openEverything(ring())).toBe(before + 2); // and the two keys of the former secret that are kept
  expect(await rotateKeys({ pool, db, keys, clock })).toEqual({ resealed: 0, accounts: 0 });
  await checkSecret(pool, ring(), NOW);
});

test("while the job runs people sign, and processes with the former secret alone still write: nothing is lost", async () => {
  const former = ring();
  const petition = await fill(former, 1_200);
  const keys = bothRings();
  await checkSecret(pool, keys, NOW);
  let wrote = 0;
  const write = async (under: KeyRing, n: number) => {
    const read = readAddress(`writer${n}@example.org`);
    if (!read.ok) throw new Error(read.problem);
    const signing = {
      name: `Ян ${n}`,
      email: read.address,
      display: "counted" as const,
      consent: "on" as const,
    };
    await signPetition(
      { pool, keys: under, now: NOW },
      { slug: petition.slug, signing: signing as never, peer: `192.0.2.${n}` },
    );
    wrote += 1;
  };
  const late = pool.query(
    "UPDATE signature SET name_enc = $1 WHERE id = (SELECT max(id::text)::uuid FROM signature)",
    [seal(former, "personal-fields", "signature.name", "late")],
  );
  await Promise.all([
    rotateKeys({ pool, db, keys, clock }),
    rotateKeys({ pool, db, keys, clock }),
    ...Array.from({ length: 30 }, (_, n) => write(keys, n)),
    late,
  ]);
  expect(wrote).toBe(30);
  await rotateKeys({ pool, db, keys, clock });
  expect(await openEverything(ring())).toBeGreaterThan(2_400);
});

test("an account keeps its sign-in, and the owner stays one account, before, during and after", async () => {
  const former = ring();
  await checkSecret(pool, former, NOW);
  const make = (address: string) => ({
    id: randomUUID(),
    emailEnc: sealAccountAddress(former, address),
    emailHash: accountHash(former, address),
    createdAt: NOW,
  });
  await db.account.createMany({ data: [make("owner@example.org"), make("jana@example.org")] });
  const keys = bothRings();
  await checkSecret(pool, keys, NOW);
  const link = () =>
    issueOwnerSignInLink({ db, keys, appUrl: "http://localhost", ownerEmail: "owner@example.org", now: NOW });
  await link();
  expect((await rotateKeys({ pool, db, keys, clock })).accounts).toBe(1);
  await link();
  expect(await db.account.count()).toBe(2);
  const hashes = (await db.account.findMany()).map((account) =>
    Buffer.from(account.emailHash).toString("hex"),
  );
  expect(hashes.sort()).toEqual(
    ["owner@example.org", "jana@example.org"]
      .map((at) => Buffer.from(accountHash(ring(), at)).toString("hex"))
      .sort(),
  );
});

test("links in mails work while the former secret is given, and those that end mails work for good", async () => {
  const former = ring();
  await checkSecret(pool, former, NOW);
  const hashes = await suppressionHashes(pool, former, "x@example.org", NOW);
  const neverMail = issueNeverMailToken(former, hashes);
  const confirm = issueToken(former, "confirm-signature", randomUUID(), NOW);
  const keys = bothRings();
  await rotateKeys({ pool, db, keys, clock });
  expect(readToken(keys, "confirm-signature", confirm)).not.toBeNull();
  expect(readToken(ring(), "confirm-signature", confirm)).toBeNull();
  expect(await readNeverMailToken(pool, ring(), neverMail)).toEqual(hashes.mailbox);
  expect(await readNeverMailToken(pool, ring(), confirm)).toBeNull();
  expect(await suppressionHashes(pool, ring(), "x@example.org", NOW)).toEqual(hashes);
});

test("a change of the secret earns no address more mails than three in a fortnight", async () => {
  await pool.query("DELETE FROM outbox_mail");
  const former = ring();
  await checkSecret(pool, former, NOW);
  const sent = await makeWaitingMails(db, former, Array(3).fill("limit@example.org"), NOW);
  await pool.query(
    "UPDATE outbox_mail SET state = 'sent', address_enc = NULL, sent_at = $2 WHERE id = ANY ($1)",
    [sent, new Date(NOW.getTime() - 3_600_000)],
  );
  await makeWaitingMails(db, former, ["limit@example.org"], NOW);
  await rotateKeys({ pool, db, keys: bothRings(), clock });
  await makeWaitingMails(db, ring(), ["limit@example.org", "other@example.org"], NOW);
  const mail = async () => new Map();
  const composers = { "confirm-signature": mail, "mailbox-full": mail, "sign-in": mail };
  const client = await pool.connect();
  const { held } = await prepareMails(client, {
    keys: ring(),
    composers: composers as never,
    appUrl: "http://localhost",
    now: NOW,
  });
  client.release();
  expect(held.filter(({ note }) => note === "over the limit per address")).toHaveLength(2);
  expect(held).toHaveLength(3);
});

test("a value that opens under neither secret stops the job, with its place and not its content", async () => {
  const keys = bothRings();
  await checkSecret(pool, keys, NOW);
  const petition = await makePetition(db, keys);
  const broken = seal(keyRing(String(SECRETS[current - 1])), "petition-keys", "petition.hash_key", "x");
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  await pool.query("UPDATE petition SET hash_key_enc = $2 WHERE id = $1", [petition.id, broken]);
  await expect(rotateKeys({ pool, db, keys, clock })).rejects.toThrow(`petition ${petition.id}`);
  await pool.query("UPDATE petition SET hash_key_enc = $2 WHERE id = $1", [
    petition.id,
    seal(keys, "petition-keys", "petition.hash_key", keyedHash(Buffer.alloc(32), "k").toString("base64")),
  ]);
  await rotateKeys({ pool, db, keys, clock });
  await checkSecret(pool, ring(), NOW);
});
