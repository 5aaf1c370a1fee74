import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { keyedHash } from "@/lib/crypto/hash";
import { type KeyPurpose, type KeyRing, keyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { dump } from "@/lib/db/dump";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";
import { checkSecret } from "@/lib/db/secret-check";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { destroyHashKeys } from "@/lib/signatures/destroy-hash-keys";
import { listSigners } from "@/lib/signatures/list-signers";
import { releaseFigures } from "@/lib/signatures/release-figures";
import { emptyDatabase, testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { keepHouse } from "@/lib/worker/keep-house";
import { restoreDatabase } from "@/lib/worker/restore-database";
import { rotateKeys } from "@/lib/worker/rotate-keys";
import {
  canonical,
  emailHash,
  foundIn,
  type PersonKind,
  type PlantedPerson,
  plantPeople,
} from "./planted-people";
import { READINGS_LEFT_OUT, readings } from "./public-surface";

/** Fifty of each kind, as the promise is put (docs/trust.md); what each reader must not find is listed per reader. */
const EACH = 50;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
/** Each test reads all there is, several times. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const OTHER_SECRET = "another secret for these tests only, 32+";
const { db, keys, pool, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "vigil-leaks-"));
afterAll(() => rmSync(folder, { recursive: true }));

let slug: string;
let campaignSlug: string;
let hashKey: Buffer;
let people: PlantedPerson[];
const of = (...kinds: PersonKind[]) => people.filter(({ kind }) => kinds.includes(kind));

beforeAll(async () => {
  await checkSecret(pool, keys, NOW);
  const campaign = await makeCampaign(db);
  campaignSlug = campaign.slug;
  const petition = await makePetition(db, keys, { campaignId: campaign.id });
  ({ slug, hashKey } = petition);
  people = await plantPeople({ pool, db, keys, slug, hashKey, each: EACH, now: NOW });
  await keepHouse({ pool, db, keys }, later(2 * HOUR));
  await countSignatures(pool, later(25 * HOUR));
  await listSigners(pool, keys, later(26 * HOUR));
  await releaseFigures(pool, later(8 * DAY));
});

/** Every row of every table, as text; what is sealed or hashed as hexadecimal digits. */
async function everything(from: pg.Pool): Promise<string> {
  const { rows: tables } = await from.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await from.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join("\n");
}

/** What a reader with database and secret can open. */
async function opened(from: pg.Pool, ring: KeyRing): Promise<string> {
  const texts: string[] = [];
  for (const { table, key, columns } of SEALED_TABLES)
    for (const { column, purpose, context } of columns) {
      const { rows } = await from.query<{ key: string; sealed: Buffer }>(
        `SELECT ${key.column}::text AS key, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
      );
      for (const row of rows)
        texts.push(
          unseal(ring, purpose, typeof context === "string" ? context : context(row.key), row.sealed),
        );
    }
  return texts.join("\n");
}

const PURPOSES: KeyPurpose[] = [
  "personal-fields",
  "mail-fields",
  "petition-keys",
  "mail-address-hash",
  "sealed-keys",
  "source-documents",
  "account-fields",
  "account-hash",
  "token",
  "internal-header",
  "network-hash",
  "proof-of-work",
  "sign-in",
];

/** Who a reader with database and secret can tell to have signed, by hashing guessed addresses under every key there is. */
async function guessedIn(from: pg.Pool, ring: KeyRing, among: PlantedPerson[]): Promise<string[]> {
  const text = await everything(from);
  const known = new Set((text.match(/(?<=\\\\x)[0-9a-f]{32}/g) ?? []).map(String));
  const sealed = (await opened(from, ring)).split("\n").filter((line) => /^[A-Za-z0-9+/]{43}=$/.test(line));
  const available = [
    ...PURPOSES.map((purpose) => ring.of(purpose)),
    ...sealed.map((line) => Buffer.from(line, "base64")),
  ];
  return among
    .filter(({ email }) =>
      available.some((key) =>
        [canonical(email), `email:${canonical(email)}`].some((value) =>
          known.has(keyedHash(key, value).subarray(0, 16).toString("hex")),
        ),
      ),
    )
    .map(({ kind, email }) => `${kind} ${email}`);
}

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Every reading there is, found in the folders; one that is new is read from its first day. */
async function publicAnswers(): Promise<string> {
  const found = readings();
  expect(found).toEqual(expect.arrayContaining(Object.keys(READINGS_LEFT_OUT)));
  const read = found.filter((path) => !READINGS_LEFT_OUT[path]);
  expect(read.length).toBeGreaterThan(12);
  const texts = await Promise.all(read.map(readOne));
  return texts.join("\n");
}

async function readOne(path: string): Promise<string> {
  const { GET }: { GET: Handler } = await import(
    /* @vite-ignore */ join(process.cwd(), "app", path, "route.ts")
  );
  const params = { slug: path.includes("campaigns/") ? campaignSlug : slug, id: "no-such-id" };
  const query = path.endsWith("/signers") ? "?limit=1000" : "";
  const address = path.replace("[slug]", params.slug).replace("[id]", params.id);
  const request = new Request(`http://localhost:3000/${address}${query}`);
  const response = await GET(request, { params: Promise.resolve(params) });
  expect(response.status, path).toBe(path.endsWith("[id]") ? 404 : 200);
  return `${JSON.stringify([...response.headers])}\n${await response.text()}`;
}

/** Withdrawn is more than an hour ago here. */
const DESTROYED: PersonKind[] = ["forget-me", "withdrawn", "erased"];

test("a reader of all tables without the secret finds nobody", async () => {
  expect(foundIn(await everything(pool), people)).toEqual([]);
});

test("a reader with the secret finds those who stay, and nothing of who was forgotten, erased or withdrew", async () => {
  const text = await opened(pool, keys);
  expect(foundIn(text, of(...DESTROYED))).toEqual([]);
  for (const kind of ["pending", "public", "counted"] as const)
    expect(foundIn(text, of(kind))).toHaveLength(EACH);
});

test("a reader of all public answers finds who chose to be shown, by name, and nobody else", async () => {
  const text = await publicAnswers();
  const others = people.filter(({ kind }) => kind !== "public");
  expect(foundIn(text, others)).toEqual([]);
  for (const { name, email, reason, id } of people) {
    expect(text.includes(name)).toBe(of("public").some((person) => person.name === name));
    for (const value of [email, reason, id]) expect(text).not.toContain(value);
  }
  expect(text.match(/"name":"W\. P\."/g)).toHaveLength(EACH);
});

test("what is backed up holds nobody, and restored under a new secret it holds no more than before", async () => {
  const lines = async function* () {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for await (const part of dump(client, later(9 * DAY))) yield* part.trimEnd().split("\n");
    } finally {
      await client.end();
    }
  };
  let text = "";
  for await (const line of lines()) text += `${line}\n`;
  expect(foundIn(text, people)).toEqual([]);
  const restoredUrl = await emptyDatabase();
  await restoreDatabase({
    url: restoredUrl,
    lines: lines(),
    keys,
    migrations: join(process.cwd(), "prisma/migrations"),
    journalFolder: folder,
    replace: false,
    now: later(9 * DAY),
  });
  const restored = openPool(restoredUrl, 3);
  const prisma = openPrisma(restoredUrl);
  try {
    const both = keyRing(OTHER_SECRET, process.env.APP_SECRET);
    expect(foundIn(await everything(restored), people)).toEqual([]);
    await rotateKeys({ pool: restored, db: prisma, keys: both, clock: () => later(9 * DAY) });
    const alone = keyRing(OTHER_SECRET);
    const readable = await opened(restored, alone);
    expect(foundIn(readable, of(...DESTROYED))).toEqual([]);
    expect(foundIn(readable, of("counted"))).toHaveLength(EACH);
    expect(foundIn(await everything(restored), people)).toEqual([]);
    expect(await guessedIn(restored, alone, of("withdrawn"))).toEqual([]);
  } finally {
    await prisma.$disconnect();
    await restored.end();
  }
});

test("guessed addresses can be tested while the petition runs, and not any more a day after it closed", async () => {
  // Who is counted keeps the hash that keeps a mailbox from being counted again and again, erased or not.
  expect(await guessedIn(pool, keys, of("counted", "erased"))).toHaveLength(2 * EACH);
  expect(await guessedIn(pool, keys, of("withdrawn"))).toEqual([]);
  const dumped = await everything(pool);
  const known = of("forget-me").filter(({ email }) => dumped.includes(emailHash(hashKey, email)));
  expect(known).toHaveLength(EACH);
  await db.petition.update({ where: { slug }, data: { state: "closed", closedAt: later(10 * DAY) } });
  await destroyHashKeys(pool, later(11 * DAY + HOUR));
  await keepHouse({ pool, db, keys }, later(11 * DAY + HOUR));
  expect(await guessedIn(pool, keys, of("forget-me", "erased", "withdrawn"))).toEqual([]);
  const left = await everything(pool);
  expect(of("forget-me").filter(({ email }) => left.includes(emailHash(hashKey, email)))).toEqual([]);
  expect(foundIn(left, people)).toEqual([]);
  expect(foundIn(await opened(pool, keys), of(...DESTROYED))).toEqual([]);
});
