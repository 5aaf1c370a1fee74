import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { emptyDatabase } from "@/lib/testing/test-database";
import { withClient } from "./connection";
import { migrate } from "./migrate";

const PROJECT = join(process.cwd(), "prisma/migrations");
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function folderWith(migrations: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "vigil-migrations-"));
  made.push(folder);
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

const query = (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows);

test("applies in order, once", async () => {
  const url = await emptyDatabase();
  const folder = folderWith({
    "2_b": 'ALTER TABLE "größe" ADD b int;',
    "1_a": 'CREATE TABLE "größe" (a int);',
  });
  expect(await migrate(url, folder)).toEqual(["1_a", "2_b"]);
  expect(await migrate(url, folder)).toEqual([]);
});

test("two at once apply each migration once", async () => {
  const url = await emptyDatabase();
  const applied = await Promise.all([migrate(url, PROJECT), migrate(url, PROJECT)]);
  expect(applied.map((names) => names.length > 0).sort()).toEqual([false, true]);
});

test("a migration that fails is named and leaves nothing", async () => {
  const url = await emptyDatabase();
  const folder = folderWith({
    "1_good": "CREATE TABLE good (a int);",
    "2_bad": "CREATE TABLE half (a int); SELECT 1/0;",
  });
  await expect(migrate(url, folder)).rejects.toThrow(/2_bad failed and was undone: division by zero/);
  const tables = await query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  expect(tables.map((row) => row.tablename)).toEqual(["_prisma_migrations", "good"]);
  expect(await query(url, 'SELECT migration_name FROM "_prisma_migrations"')).toEqual([
    { migration_name: "1_good" },
  ]);
});

test("a migration changed after it was applied is refused by name", async () => {
  const url = await emptyDatabase();
  await migrate(url, folderWith({ "1_a": "SELECT 1;" }));
  await expect(migrate(url, folderWith({ "1_a": "SELECT 2;" }))).rejects.toThrow(
    /1_a was changed after it was applied/,
  );
});

test("a database from a newer version is refused by name", async () => {
  const url = await emptyDatabase();
  const folder = folderWith({ "1_a": "SELECT 1;" });
  const newer = `${folder}-newer`;
  made.push(newer);
  cpSync(folder, newer, { recursive: true });
  mkdirSync(join(newer, "2_b"));
  writeFileSync(join(newer, "2_b", "migration.sql"), "SELECT 2;");
  await migrate(url, newer);
  await expect(migrate(url, folder)).rejects.toThrow(/2_b, which is not here/);
});

test("what Prisma left half-done is refused by name", async () => {
  const url = await emptyDatabase();
  const folder = folderWith({ "1_a": "SELECT 1;" });
  await migrate(url, folder);
  await query(url, 'UPDATE "_prisma_migrations" SET finished_at = NULL');
  await expect(migrate(url, folder)).rejects.toThrow(/1_a was left half-done/);
});
