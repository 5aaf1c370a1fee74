import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { checkIntegrity } from "@/lib/evidence/check-integrity";
import { readFolder } from "@/lib/evidence/read-folder";
import { type TableForm, writeFolder } from "@/lib/evidence/write-folder";
import { exportWithLetters } from "@/lib/letters/export-letters";
import { importWithLetters } from "@/lib/letters/import-letters";
import { testDatabase } from "@/lib/testing/test-database";
import { seedFirstCampaign, seedFolder } from "./seed";

const SLUG = "stop-forced-returns";
const NOW = new Date("2026-11-21T12:00:00.000Z");
/** What only an import reads: it keeps what is withheld out of the database, and petitions are the seed's. */
const NOT_EXPORTED = /^(withheld-|texts\/petition\.)/;
const { db, keys } = await testDatabase();

beforeAll(async () => {
  await seedFirstCampaign(db, keys, NOW);
});

async function exported(from: typeof db, form: TableForm): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "vigil-export-"));
  expect(await writeFolder(exportWithLetters(from, SLUG), folder, form)).toMatchObject({ ok: true });
  return folder;
}

async function contentOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => path.extname(file) !== "")
    .sort();
  const read = files.map(async (file) => [file, await readFile(path.join(folder, file), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function bring(into: typeof db, folder: string) {
  const read = await readFolder(folder);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const input = { files: read.files, actor: "command:test", reason: "–", now: NOW };
  const result = await into.$transaction((tx) => importWithLetters(tx, input), { timeout: 60_000 });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
}

test("what the first campaign is exported to is the very files it came from", async () => {
  const seed = Object.entries(await contentOf(seedFolder(SLUG))).filter(([file]) => !NOT_EXPORTED.test(file));
  const folder = await exported(db, "json");
  expect(await contentOf(folder)).toEqual(Object.fromEntries(seed));
  const { differences } = await bring(db, folder);
  for (const { created, changed } of Object.values(differences)) expect([...created, ...changed]).toEqual([]);
});

test("as tables it makes the same campaign again, byte for byte", async () => {
  const tables = await exported(db, "csv");
  expect(Object.keys(await contentOf(tables))).toContain("conflicts.csv");
  const before = await contentOf(await exported(db, "json"));
  await db.$executeRaw`TRUNCATE campaign CASCADE`;
  expect(await bring(db, tables)).toMatchObject({ isNew: true });
  expect(await contentOf(await exported(db, "csv"))).toEqual(await contentOf(tables));
  expect(await contentOf(await exported(db, "json"))).toEqual(before);
});

test("nothing is written among other files", async () => {
  const folder = await exported(db, "json");
  expect(await writeFolder(exportWithLetters(db, SLUG), folder, "json")).toEqual({
    ok: false,
    reason: "not-empty",
  });
});

test("the first campaign's evidence holds together", async () => {
  const { id } = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
  expect(await checkIntegrity(db, id)).toEqual([]);
});
