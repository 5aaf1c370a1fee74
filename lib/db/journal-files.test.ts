import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/test-database";
import { withClient } from "./connection";
import { copyJournal, dropOldJournals, knownFiles } from "./copy-journal";
import { dump } from "./dump";
import { type JournalEntry, journal } from "./journal";
import { addToJournal, readJournal, requireJournalFolder } from "./journal-files";
import { checkSecret } from "./secret-check";

const { db, keys, pool, url } = await testDatabase();
await checkSecret(pool, keys, new Date());
const NOW = new Date("2026-05-31T23:30:00Z");
const DAY = 86_400_000;

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), "vigil-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "journal");
}

beforeEach(() => pool.query("TRUNCATE journal_entry, journal_file"));

async function collect(lines: AsyncGenerator<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function note(kind: Parameters<typeof journal>[1], now = NOW): Promise<string> {
  const id = randomUUID();
  await inTransaction(pool, (client) => journal(client, kind, id, now));
  return id;
}

test("an erasure stands in its day's file with its random id and kind, and nothing more", async () => {
  const folder = place();
  const id = await note("erase");
  expect(await copyJournal(pool, folder)).toBe(1);
  const [name = ""] = readdirSync(folder);
  expect(name).toMatch(/^2026-05-31\.[0-9a-f]{8}\.journal$/);
  expect(readFileSync(join(folder, name), "utf8")).toBe(`${id} erase\n`);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test("neither file, folder, table nor backup tells in which order people left, or when on the day", async () => {
  const [one, other] = [place(), place()];
  const left: JournalEntry[] = [];
  for (let n = 0; n < 30; n += 1) {
    const at = new Date(NOW.getTime() - (30 - n) * 60_000);
    left.push({ id: await note(n % 3 ? "forget" : "erase", at), kind: n % 3 ? "forget" : "erase", turn: 0 });
    if (n < 20) await copyJournal(pool, one);
  }
  const waiting = (await db.journalEntry.findMany()).map(({ id }) => id).sort();
  expect(waiting).toHaveLength(10);
  const lines = await withClient(url, (client) => collect(dump(client, NOW)));
  const rows = lines.flatMap((line) => line.split("\n")).filter((line) => line.includes('"subject_id"'));
  expect(rows.map((row) => (row.startsWith("{") ? JSON.parse(row).id : null)).filter(Boolean)).toEqual(
    waiting,
  );
  for (const row of rows.filter((line) => line.startsWith("{")))
    expect(Object.keys(JSON.parse(row)).sort()).toEqual(["day", "id", "kind", "subject_id", "turn"]);
  await copyJournal(pool, one);
  // Whoever left in the other order, all at once, leaves the very same files.
  const { name } = addToJournal(other, "2026-05-31", left.reverse());
  expect(readdirSync(one)).toEqual([name]);
  expect(readFileSync(join(one, name), "utf8")).toBe(readFileSync(join(other, name), "utf8"));
  const midnight = new Date("2026-05-31T00:00:00Z");
  for (const path of [one, join(one, name)]) expect(statSync(path).mtime).toEqual(midnight);
});

test("what a transaction took back is not in the journal", async () => {
  const folder = place();
  const failing = inTransaction(pool, async (client) => {
    await journal(client, "erase", randomUUID(), NOW);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await copyJournal(pool, folder)).toBe(0);
  expect(readJournal(folder)).toEqual({ lines: [], files: [], damaged: 0 });
});

test("many workers at once, and one killed after the file was written, leave each entry once", async () => {
  const folder = place();
  const ids: string[] = [];
  for (let n = 0; n < 40; n += 1) ids.push(await note("erase"));
  await Promise.all(Array.from({ length: 6 }, () => copyJournal(pool, folder)));
  await copyJournal(pool, folder);
  expect(await db.journalEntry.count()).toBe(0);
  // Killed before the commit: the rows are still there, and the count of the file is not.
  await pool.query("DELETE FROM journal_file");
  for (const subjectId of ids.slice(20))
    await db.journalEntry.create({ data: { subjectId, kind: "erase", day: NOW } });
  expect(await copyJournal(pool, folder)).toBe(20);
  const { lines, files, damaged } = readJournal(folder);
  expect(lines.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(damaged).toBe(0);
  expect(await knownFiles(pool, NOW)).toEqual(files);
  expect(files).toMatchObject([{ day: "2026-05-31", lines: 40 }]);
});

test("a crash while the file is written anew leaves the former; a damaged line spoils no other and is kept", async () => {
  const folder = place();
  const first = await note("erase");
  await copyJournal(pool, folder);
  const [name = ""] = readdirSync(folder);
  writeFileSync(join(folder, `${name}.unfinished`), "17");
  appendFileSync(join(folder, name), "17 era");
  expect(readJournal(folder)).toMatchObject({ lines: [{ id: first }], damaged: 1 });
  const second = await note("erase");
  await copyJournal(pool, folder);
  const { lines, damaged } = readJournal(folder);
  expect(lines.map(({ id }) => id).sort()).toEqual([first, second].sort());
  expect(damaged).toBe(1);
  expect(readdirSync(folder)).toEqual([name]);
});

test("where the folder cannot be written, nothing leaves the database and the setting is named", async () => {
  const folder = place();
  writeFileSync(folder, "a file in the way");
  await note("erase");
  await expect(copyJournal(pool, folder)).rejects.toThrow("JOURNAL_DIR");
  expect(() => requireJournalFolder(folder)).toThrow("JOURNAL_DIR: the folder");
  rmSync(folder);
  expect(await copyJournal(pool, folder)).toBe(1);
  chmodSync(folder, 0o700);
});

test("the journal is dropped after the oldest backup is, and not before", async () => {
  const folder = place();
  await note("erase", new Date("2026-05-01T00:00:00Z"));
  await note("erase", new Date("2026-05-02T00:00:00Z"));
  await copyJournal(pool, folder);
  writeFileSync(join(folder, "2026-05-01.0badcafe.journal.unfinished"), "");
  writeFileSync(join(folder, "2026-05-01 notes"), "not ours");
  const after = (days: number) => new Date(Date.UTC(2026, 4, 1) + days * DAY);
  expect(await dropOldJournals(pool, folder, after(40))).toBe(0);
  expect(await knownFiles(pool, after(40))).toHaveLength(2);
  expect(await dropOldJournals(pool, folder, after(41))).toBe(2);
  expect(readJournal(folder).files).toMatchObject([{ day: "2026-05-02", lines: 1 }]);
  expect(await knownFiles(pool, after(41))).toEqual(readJournal(folder).files);
  expect(readdirSync(folder)).toContain("2026-05-01 notes");
  expect(await dropOldJournals(pool, join(folder, "none"), NOW)).toBe(0);
  expect(existsSync(join(folder, "none"))).toBe(false);
});
