import { randomUUID } from "node:crypto";
import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { SECOND } from "@/lib/time/durations";
import { withClient } from "./connection";
import { type Migration, readMigrations } from "./migration-files";

/** Prisma's own advisory lock, so that ours and `prisma migrate deploy` exclude each other. */
const PRISMA_LOCK = 72_707_369;
const LOCK_PATIENCE = 60 * SECOND;

/** The table as Prisma makes it (a test compares the two). */
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

type Recorded = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Brings a database up to the migrations in a folder (`prisma/migrations`), recorded as Prisma records them, so that
 * `prisma migrate deploy` continues from there. Returns the names applied. Refuses, by name and leaving nothing of
 * it behind: a migration that fails, one that was changed after it was applied, one that Prisma left half-done, and
 * a database that is ahead of this folder. With `only`, no others are applied: the state that a backup was taken in.
 */
export async function migrate(
  databaseUrl: string,
  folder: string,
  only?: { name: string; checksum: string }[],
): Promise<string[]> {
  const migrations = readMigrations(folder);
  if (only) refuseUnknown(migrations, only);
  return withClient(databaseUrl, async (client) => {
    await lock(client);
    await client.query("SET client_min_messages = warning");
    await client.query(CREATE_TABLE);
    const recorded = await readRecorded(client);
    refuseConflicts(migrations, recorded);
    const wanted = migrations.filter(({ name }) => !only || only.some((known) => known.name === name));
    const open = wanted.filter(({ name }) => !recorded.some((row) => row.migration_name === name));
    for (const migration of open) await apply(client, migration);
    return open.map(({ name }) => name);
  });
}

/** Held until the connection closes; whoever comes second waits, and then finds nothing left to do. */
async function lock(client: pg.Client): Promise<void> {
  try {
    await client.query(`SET lock_timeout = ${LOCK_PATIENCE}`);
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query("SET lock_timeout = DEFAULT");
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== "55P03") throw cause;
    throw new OperatorError(
      "Another process has been migrating this database for a minute; wait for it, then try again.",
      { cause },
    );
  }
}

async function readRecorded(client: pg.Client): Promise<Recorded[]> {
  const { rows } = await client.query<Recorded>(
    `SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
  );
  return rows;
}

function refuseUnknown(migrations: Migration[], wanted: { name: string; checksum: string }[]): void {
  for (const { name, checksum } of wanted)
    if (migrations.find((migration) => migration.name === name)?.checksum !== checksum)
      throw new OperatorError(
        `The backup has the migration ${name}, which is not here; restore it with the version of Vigil that made it, or a newer one.`,
      );
}

function refuseConflicts(migrations: Migration[], recorded: Recorded[]): void {
  for (const row of recorded) {
    const migration = migrations.find(({ name }) => name === row.migration_name);
    if (!migration)
      throw new OperatorError(
        `The database has the migration ${row.migration_name}, which is not here; use the version of Vigil that made it, or a newer one.`,
      );
    if (!row.finished_at)
      throw new OperatorError(
        `The migration ${row.migration_name} was left half-done; settle it with: npx prisma migrate resolve`,
      );
    if (row.checksum !== migration.checksum)
      throw new OperatorError(
        `The migration ${row.migration_name} was changed after it was applied; restore its file, and put changes into a new migration.`,
      );
  }
}

/** The migration and its record are one transaction: both or neither. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    const startedAt = new Date();
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, $4, $5, 1)`,
      [randomUUID(), checksum, name, startedAt, new Date()],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`The migration ${name} failed and was undone: ${reason}`, { cause });
  }
}
