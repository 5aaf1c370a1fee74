import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type KeyRing, keyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { copyJournal } from "@/lib/db/copy-journal";
import { dump } from "@/lib/db/dump";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { checkSecret } from "@/lib/db/secret-check";
import { shownReplies } from "@/lib/letters/reply-queries";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { destroyHashKeys } from "@/lib/signatures/destroy-hash-keys";
import { eraseSignature } from "@/lib/signatures/erase-signature";
import { listSigners } from "@/lib/signatures/list-signers";
import { issueManageToken } from "@/lib/signatures/own-signature";
import { releaseFigures } from "@/lib/signatures/release-figures";
import { withdrawSignature } from "@/lib/signatures/withdraw-signature";
import { readRows, readSealed } from "@/lib/testing/database-reader";
import { emptyDatabase, testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { keepHouse } from "@/lib/worker/keep-house";
import { restoreDatabase } from "@/lib/worker/restore-database";
import { rotateKeys } from "@/lib/worker/rotate-keys";
import { plantEvidence } from "./planted-evidence";
import { MODERATED, type PlantedWriter, plantWriters, type WriterKind } from "./planted-letters";
import {
  emailHash,
  foundIn,
  guessedIn,
  type PersonKind,
  type PlantedPerson,
  plantPeople,
} from "./planted-people";
import { READINGS_LEFT_OUT, readings } from "./public-surface";

/** Fifty of each kind, as the promise is put (docs/trust.md); what each reader must not find is listed per reader. */
const EACH = 50;
const LETTERS_EACH = 3;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
/** Each test reads all there is, several times. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const DETAIL = "a-report-of-2024";
const OTHER_SECRET = "another secret for these tests only, 32+";
const { db, keys, pool, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "vigil-leaks-"));
afterAll(() => rmSync(folder, { recursive: true }));

let slug: string;
let campaignSlug: string;
let hashKey: Buffer;
let people: PlantedPerson[];
let writers: PlantedWriter[];
/** Taken while the petition runs. */
let backup: string[];
const writing = (...kinds: WriterKind[]) => writers.filter(({ kind }) => kinds.includes(kind));
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
  await plantEvidence(db, campaign.id, DETAIL);
  // While their letters are kept; what goes at its term is tested in lib/worker.
  writers = await plantWriters({ pool, db, keys, campaign, now: later(8 * DAY) }, LETTERS_EACH);
  await keepHouse({ pool, db, keys }, later(8 * DAY + 2 * HOUR));
  backup = await backUp();
});

async function backUp(): Promise<string[]> {
  return await withClient(url, async (client) => {
    let text = "";
    for await (const part of dump(client, later(9 * DAY))) text += part;
    return text.trimEnd().split("\n");
  });
}

/** The backup in a new database, as `npm run restore` brings it back; then what `look` finds in it. */
async function restored(
  { journalFolder, now }: { journalFolder: string; now: Date },
  look: (from: pg.Pool, prisma: ReturnType<typeof openPrisma>) => Promise<void>,
): Promise<void> {
  const into = await emptyDatabase();
  const lines = (async function* () {
    yield* backup;
  })();
  const migrations = join(process.cwd(), "prisma/migrations");
  await restoreDatabase({ url: into, lines, keys, migrations, journalFolder, replace: false, now });
  const [from, prisma] = [openPool(into, 3), openPrisma(into)];
  try {
    await look(from, prisma);
  } finally {
    await prisma.$disconnect();
    await from.end();
  }
}

const everything = async (from: pg.Pool) => (await readRows(from)).map(({ row }) => row).join("\n");
const opened = async (from: pg.Pool, ring: KeyRing) =>
  (await readSealed(from, ring)).map(({ text }) => text).join("\n");
const guessed = async (from: pg.Pool, ring: KeyRing, among: PlantedPerson[]) =>
  guessedIn({ rows: await everything(from), opened: await opened(from, ring), ring }, among);

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
  const params = { slug: path.includes("campaigns/") ? campaignSlug : slug, id: DETAIL };
  const query = path.endsWith("/signers") ? "?limit=1000" : "";
  const address = path.replace("[slug]", params.slug).replace("[id]", params.id);
  const request = new Request(`http://localhost:3000/${address}${query}`);
  const response = await GET(request, { params: Promise.resolve(params) });
  expect(response.status, path).toBe(200);
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

test("nothing of a letter, its writer or an answer is public but what a moderator put in other words", async () => {
  const text = await publicAnswers();
  expect(foundIn(text, writers)).toEqual([]);
  const { targetId } = await db.letterReply.findFirstOrThrow({ where: { moderation: "shown" } });
  const shown = await shownReplies(db, targetId);
  expect(shown.map(({ text: words }) => words)).toEqual([MODERATED, MODERATED]);
  expect(foundIn(JSON.stringify(shown), writers)).toEqual([]);
  for (const { id } of await db.letter.findMany({ select: { id: true } })) expect(text).not.toContain(id);
});

test("of letters a reader of the tables finds nobody, and with the secret nobody who erased theirs", async () => {
  for (const read of [await everything(pool), backup.join("\n")]) expect(foundIn(read, writers)).toEqual([]);
  const readable = await opened(pool, keys);
  expect(foundIn(readable, writing("erased"))).toEqual([]);
  for (const kind of ["drafting", "queued", "sent", "offered", "shown"] as const)
    expect(foundIn(readable, writing(kind)), kind).toHaveLength(LETTERS_EACH);
});

test("what is backed up holds nobody, and restored under a new secret it holds no more than before", async () => {
  expect(foundIn(backup.join("\n"), people)).toEqual([]);
  await restored({ journalFolder: folder, now: later(9 * DAY) }, async (from, prisma) => {
    const both = keyRing(OTHER_SECRET, process.env.APP_SECRET);
    expect(foundIn(await everything(from), people)).toEqual([]);
    await rotateKeys({ pool: from, db: prisma, keys: both, clock: () => later(9 * DAY) });
    const alone = keyRing(OTHER_SECRET);
    const readable = await opened(from, alone);
    expect(foundIn(readable, of(...DESTROYED))).toEqual([]);
    expect(foundIn(readable, of("counted"))).toHaveLength(EACH);
    expect(foundIn(await everything(from), people)).toEqual([]);
    expect(await guessed(from, alone, of("withdrawn"))).toEqual([]);
  });
});

test("guessed addresses can be tested while the petition runs, and not any more a day after it closed", async () => {
  // Who is counted keeps the hash that keeps a mailbox from being counted again and again, erased or not.
  expect(await guessed(pool, keys, of("counted", "erased"))).toHaveLength(2 * EACH);
  expect(await guessed(pool, keys, of("withdrawn"))).toEqual([]);
  const dumped = await everything(pool);
  const known = of("forget-me").filter(({ email }) => dumped.includes(emailHash(hashKey, email)));
  expect(known).toHaveLength(EACH);
  // Two more leave, of whom the backup knows nothing yet.
  const [erased, gone] = [of("counted")[0], of("public")[0]];
  if (!erased || !gone) throw new Error("nobody is there to leave");
  const context = { pool, keys, now: later(9.5 * DAY) };
  const proof = ({ id }: PlantedPerson) => ({ token: issueManageToken(keys, id, context.now) });
  expect(await eraseSignature(context, proof(erased), { withdraw: false })).toMatchObject({ ok: true });
  expect(await withdrawSignature(context, proof(gone))).toMatchObject({ ok: true });
  await db.petition.update({ where: { slug }, data: { state: "closed", closedAt: later(10 * DAY) } });
  await destroyHashKeys(pool, later(11 * DAY + HOUR));
  await keepHouse({ pool, db, keys }, later(11 * DAY + HOUR));
  expect(await guessed(pool, keys, of("forget-me", "erased", "withdrawn"))).toEqual([]);
  const left = await everything(pool);
  expect(of("forget-me").filter(({ email }) => left.includes(emailHash(hashKey, email)))).toEqual([]);
  expect(foundIn(left, people)).toEqual([]);
  const departed = [...of(...DESTROYED), erased, gone];
  expect(foundIn(await opened(pool, keys), departed)).toEqual([]);
  // The backup of before has keys and hashes of all that, and the names of the two; the journal knows what was destroyed since.
  const journalFolder = join(folder, "journal");
  await copyJournal(pool, journalFolder);
  await restored({ journalFolder, now: later(12 * DAY) }, async (from) => {
    const nobody = [...of("forget-me"), ...departed];
    expect(await guessed(from, keys, nobody)).toEqual([]);
    const again = await everything(from);
    expect(people.filter(({ email }) => again.includes(emailHash(hashKey, email)))).toEqual([]);
    expect(foundIn(again, people)).toEqual([]);
    const readable = await opened(from, keys);
    expect(foundIn(readable, departed)).toEqual([]);
    expect(foundIn(readable, of("counted"))).toHaveLength(EACH - 1);
  });
});
