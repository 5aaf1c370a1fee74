import { join } from "node:path";
import { SettingError, type Settings } from "@/lib/config/settings";
import { keyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { migrate } from "@/lib/db/migrate";
import { build, isBuildCurrent } from "../build/build";
import { ensureClient } from "../build/client";
import { ROOT } from "../project";
import { say } from "../terminal";
import { makeSecret, readFormerSecret, readSecret } from "./secret";
import { checkSecrets, type Secrets } from "./secrets";
import { seedIfEmpty } from "./seed-if-empty";
import type { StopRequest } from "./stop-request";

/**
 * Brings everything up to the sources: client, tables, secret, first campaign, build. Takes the settings, the
 * database's address, and the wish to stop, which ends it between two steps. Returns the secrets to run with.
 */
export async function prepare(settings: Settings, databaseUrl: string, stop: StopRequest): Promise<Secrets> {
  ensureClient(ROOT);
  stop.check();
  const applied = await migrate(databaseUrl, join(ROOT, "prisma/migrations"));
  if (applied.length > 0) say(`The database has been brought up to date (${applied.length} new).`);
  stop.check();
  const secrets = await settleSecret(settings, databaseUrl);
  await seedIfEmpty(databaseUrl, keyRing(secrets.secret, secrets.former));
  stop.check();
  if (!isBuildCurrent(ROOT)) await build(ROOT, stop.signal);
  stop.check();
  return secrets;
}

/** The secret that the database was written with, or on a first start a new one. */
async function settleSecret(settings: Settings, databaseUrl: string): Promise<Secrets> {
  const known = settings.APP_SECRET ?? readSecret(ROOT);
  const former = settings.APP_SECRET ? settings.APP_SECRET_OLD : readFormerSecret(ROOT);
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
  const secrets = { secret: known ?? makeSecret(ROOT), former };
  await checkSecrets(ROOT, databaseUrl, secrets, new Date());
  return secrets;
}

async function hasSecret(databaseUrl: string): Promise<boolean> {
  const { rowCount } = await withClient(databaseUrl, (client) =>
    client.query("SELECT 1 FROM setting WHERE key = 'secret-key-id'"),
  );
  return rowCount !== 0;
}
