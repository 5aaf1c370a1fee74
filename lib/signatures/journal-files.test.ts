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
import { copyJournal, JOURNAL_NUMBER } from "./copy-journal";
import { journal } from "./journal";
import { appendToJournal, dropOldJournals, readJournal, requireJournalFolder } from "./journal-files";

const { db, pool } = await testDatabase();
const NOW = new Date("2026-05-31T23:30:00Z");
const DAY = 86_400_000;

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), "vigil-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "journal");
}

beforeEach(() => pool.query("DELETE FROM journal_entry"));

async function note(kind: Parameters<typeof journal>[1], now = NOW): Promise<string> {
  const id = randomUUID();
  await inTransaction(pool, (client) => journal(client, kind, id, now));
  return id;
}

test("an erasure stands in the file with its random id, kind and UTC day, and nothing more", async () => {
  const folder = place();
  const id = await note("erase");
  expect(await copyJournal(pool, folder)).toBe(1);
  const [name = ""] = readdirSync(folder);
  expect(name).toMatch(/^2026-05\.[0-9a-f]{8}\.journal$/);
  expect(readFileSync(join(folder, name), "utf8")).toMatch(new RegExp(`^\\d+ 2026-05-31 erase ${id}\\n$`));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test("what a transaction took back is not in the journal", async () => {
  const folder = place();
  const failing = inTransaction(pool, async (client) => {
    await journal(client, "erase", randomUUID(), NOW);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await copyJournal(pool, folder)).toBe(0);
  expect(readJournal(folder)).toEqual({ lines: [], damaged: 0 });
});

test("many workers at once, and one killed after the file was written, leave each entry once for the reader, in order", async () => {
  const folder = place();
  const ids: string[] = [];
  for (let n = 0; n < 40; n += 1) ids.push(await note(n % 2 ? "return" : "withdraw"));
  await Promise.all(Array.from({ length: 6 }, () => copyJournal(pool, folder)));
  await copyJournal(pool, folder);
  expect(await db.journalEntry.count()).toBe(0);
  // Killed before the commit: the rows are still there.
  for (const { seq, day, kind, id } of readJournal(folder).lines.slice(20))
    await db.journalEntry.create({ data: { id: seq, day: new Date(day), kind, signatureId: id } });
  expect(await copyJournal(pool, folder)).toBe(20);
  const numbered = await db.setting.findUniqueOrThrow({ where: { key: JOURNAL_NUMBER } });
  expect(numbered.value).toBe(String(readJournal(folder).lines.at(-1)?.seq));
  expect(numbered.updatedAt).toEqual(new Date("2026-05-31T00:00:00Z"));
  const { lines, damaged } = readJournal(folder);
  expect(lines.map(({ id }) => id)).toEqual(ids);
  expect(damaged).toBe(0);
});

test("a line that a crash cut short spoils neither the one before nor the one after", async () => {
  const folder = place();
  const first = await note("erase");
  await copyJournal(pool, folder);
  const [name = ""] = readdirSync(folder);
  appendFileSync(join(folder, name), "17 2026-05-31 era");
  const second = await note("erase");
  await copyJournal(pool, folder);
  const { lines, damaged } = readJournal(folder);
  expect(lines.map(({ id }) => id)).toEqual([first, second]);
  expect(damaged).toBe(1);
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
  const may = new Date("2026-05-01T00:00:00Z");
  await note("erase", may);
  await copyJournal(pool, folder);
  appendToJournal(folder, [{ seq: 99n, day: "2026-06-01", kind: "erase", id: randomUUID() }]);
  expect(dropOldJournals(folder, new Date(Date.UTC(2026, 5, 1) + 35 * DAY))).toBe(0);
  expect(dropOldJournals(folder, new Date(Date.UTC(2026, 5, 1) + 41 * DAY))).toBe(1);
  expect(readJournal(folder).lines).toHaveLength(1);
  expect(dropOldJournals(join(folder, "none"), NOW)).toBe(0);
  expect(existsSync(join(folder, "none"))).toBe(false);
});
