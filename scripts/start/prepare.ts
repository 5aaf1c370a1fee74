import { join } from "node:path";
import { SettingError, type Settings } from "@/lib/config/settings";
import { type KeyRing, keyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { migrate } from "@/lib/db/migrate";
import { openPool } from "@/lib/db/pool";
import { checkSecret } from "@/lib/db/secret-check";
import { build, isBuildCurrent } from "../build/build";
import { ensureClient } from "../build/client";
import { ROOT } from "../project";
import { say } from "../terminal";
import { makeSecret, readSecret } from "./secret";
import { seedIfEmpty } from "./seed-if-empty";
import type { StopRequest } from "./stop-request";

/**
 * Brings everything up to the sources: client, tables, secret, first campaign, build. Takes the settings, the
 * database's address, and the wish to stop, which ends it between two steps. Returns the secret to run with.
 */
export async function prepare(settings: Settings, databaseUrl: string, stop: StopRequest): Promise<string> {
  ensureClient(ROOT);
  stop.check();
  const applied = await migrate(databaseUrl, join(ROOT, "prisma/migrations"));
  if (applied.length > 0) say(`The database has been brought up to date (${applied.length} new).`);
  stop.check();
  const secret = await settleSecret(settings, databaseUrl);
  await seedIfEmpty(databaseUrl, keyRing(secret));
  stop.check();
  if (!isBuildCurrent(ROOT)) await build(ROOT, stop.signal);
  stop.check();
  return secret;
}

/** The secret that the database was written with, or on a first start a new one. */
async function settleSecret(settings: Settings, databaseUrl: string): Promise<string> {
  const known = settings.APP_SECRET ?? readSecret(ROOT);
  if (!known && settings.DATABASE_URL) {
    throw new SettingError(
      "APP_SECRET",
      "is required with a PostgreSQL of your own; make one with: openssl rand -base64 48",
    );
  }
  // A new secret could read nothing of a database that was written with another one.
  if (!known && (await hasSecret(databaseUrl))) {
    throw new SettingError(
      "APP_SECRET",
      "is missing: the file .vigil-secret, with which this database was written, is gone; put it back",
    );
  }
  const secret = known ?? makeSecret(ROOT);
  await check(databaseUrl, ringOf(secret));
  return secret;
}

function ringOf(secret: string): KeyRing {
  try {
    return keyRing(secret);
  } catch (cause) {
    throw new SettingError(
      "APP_SECRET",
      `the one in .vigil-secret is damaged (${(cause as Error).message}); put the former file back`,
    );
  }
}

async function hasSecret(databaseUrl: string): Promise<boolean> {
  const { rowCount } = await withClient(databaseUrl, (client) =>
    client.query("SELECT 1 FROM setting WHERE key = 'secret-key-id'"),
  );
  return rowCount !== 0;
}

async function check(databaseUrl: string, keys: KeyRing): Promise<void> {
  const pool = openPool(databaseUrl, 1);
  try {
    await checkSecret(pool, keys, new Date());
  } finally {
    await pool.end();
  }
}
