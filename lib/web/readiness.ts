import { readdirSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { describeError, log } from "@/lib/logging/log";
import { SECOND } from "@/lib/time/durations";

/** A worker says every 5 s that it is alive; three missed words mean it is not. */
const WORKER_SEEN_WITHIN = 15 * SECOND;

export type Readiness = { database: boolean; migrations: boolean; worker: boolean; counting: boolean };

/**
 * Whether this process can do its work: the database answers, every migration of this version is applied, a worker
 * was seen within WORKER_SEEN_WITHIN, and a counting pass has begun since `startedAt`.
 */
export async function readiness(pool: pg.Pool, startedAt: Date, now: Date): Promise<Readiness> {
  try {
    const { rows } = await pool.query<{ applied: string[]; seen_at: Date | null; begun_at: Date | null }>(
      `SELECT (SELECT coalesce(array_agg(migration_name), '{}') FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS applied,
         (SELECT max(seen_at) FROM worker_heartbeat) AS seen_at, (SELECT begun_at FROM counting_pass WHERE id = 1) AS begun_at`,
    );
    const row = rows[0];
    return {
      database: true,
      migrations: expectedMigrations().every((name) => row?.applied.includes(name)),
      worker: row?.seen_at != null && now.getTime() - row.seen_at.getTime() < WORKER_SEEN_WITHIN,
      counting: row?.begun_at != null && row.begun_at >= startedAt,
    };
  } catch (error) {
    log().warn({ error: describeError(error) }, "not ready");
    return { database: false, migrations: false, worker: false, counting: false };
  }
}

let expected: string[] | undefined;

function expectedMigrations(): string[] {
  const folder = path.join(process.cwd(), "prisma", "migrations");
  expected ??= readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return expected;
}
