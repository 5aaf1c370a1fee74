import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withClient } from "@/lib/db/connection";
import { migrate } from "@/lib/db/migrate";
import { databaseIn } from "@/lib/testing/postgres.setup";
import { emptyDatabase } from "@/lib/testing/test-database";
import { applyAsPrisma, migrationsToSchema } from "./schema-engine";

const root = mkdtempSync(join(tmpdir(), "vigil-schema-"));
const url = (database: string) => databaseIn(inject("postgres").url, database);

beforeAll(() => {
  cpSync("prisma/schema.prisma", join(root, "prisma/schema.prisma"), { recursive: true });
  cpSync("prisma/migrations", join(root, "prisma/migrations"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

test("a schema that is ahead of the migrations shows what they lack", async () => {
  const path = join(root, "prisma/schema.prisma");
  const schema = readFileSync(path, "utf8");
  writeFileSync(path, schema.replace("model Setting {", "model Setting {\n  colour String?"));
  expect(await migrationsToSchema(root, { url })).toContain(
    'ALTER TABLE "setting" ADD COLUMN     "colour" TEXT',
  );
  writeFileSync(path, schema);
});

const COLUMNS = `
  SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
  FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`;
const KEYS = `SELECT conname, contype, pg_get_constraintdef(oid) AS definition FROM pg_constraint
  WHERE conrelid = '"_prisma_migrations"'::regclass AND contype <> 'n'`;
const ROWS = `
  SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at, finished_at >= started_at AS in_order,
    length(id) AS id_length FROM "_prisma_migrations" ORDER BY migration_name`;

async function recordOf(database: string) {
  return withClient(database, async (client) => ({
    columns: (await client.query(COLUMNS)).rows,
    keys: (await client.query(KEYS)).rows,
    rows: (await client.query(ROWS)).rows,
  }));
}

test("migrations are recorded as Prisma's own engine records them", async () => {
  const [ours, prismas] = [await emptyDatabase(), await emptyDatabase()];
  await migrate(ours, join(root, "prisma/migrations"));
  await applyAsPrisma(root, prismas);
  expect(await recordOf(ours)).toEqual(await recordOf(prismas));
  expect((await recordOf(ours)).rows.length).toBeGreaterThan(0);
});

test("Prisma's engine finds nothing left to do after ours, and ours after Prisma's", async () => {
  const [ours, prismas] = [await emptyDatabase(), await emptyDatabase()];
  await migrate(ours, join(root, "prisma/migrations"));
  expect(await applyAsPrisma(root, ours)).toEqual([]);
  await applyAsPrisma(root, prismas);
  expect(await migrate(prismas, join(root, "prisma/migrations"))).toEqual([]);
});
