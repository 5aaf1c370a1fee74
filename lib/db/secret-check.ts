import type pg from "pg";
import { settings } from "@/lib/config/runtime";
import { SettingError } from "@/lib/config/settings";
import { appKeys } from "@/lib/crypto/app-keys";
import type { KeyRing } from "@/lib/crypto/keys";
import { keepFormerKeys } from "./former-keys";
import { inTransaction } from "./transaction";
import { whenThere } from "./when-there";

/** Settings with the key ids of the secret that this database is written with, and of the one it still holds values of. */
const CURRENT = "secret-key-id";
const FORMER = "secret-former-key-id";
/** When values were last sealed anew from beginning to end, RFC 3339. */
export const ROTATED_AT = "secret-rotated-at";

type Known = { current?: string; former?: string };

/**
 * Makes sure that this APP_SECRET is the one this database was written with, and records it on the first start. With
 * the recorded one as the former secret a change begins: from here on everything is written under the new one, and the
 * start needs both until `finishRotation`. Takes a migrated database and the key ring. Refuses any other secret, or
 * pair (`SettingError`): with it what is sealed could not be read, and what it sealed could not be read later.
 */
export async function checkSecret(pool: pg.Pool, keys: KeyRing, now: Date): Promise<void> {
  const id = keys.id.toString("hex");
  const formerId = keys.former?.id.toString("hex");
  await inTransaction(pool, async (client) => {
    await client.query(
      "INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
      [CURRENT, id, now],
    );
    const known = await readKnown(client);
    if (known.current === id) return refuseWrongFormer(known.former, formerId);
    if (known.former !== undefined) throw unfinished(known, id);
    if (formerId === undefined || known.current !== formerId) throw anotherSecret();
    await client.query("UPDATE setting SET value = $2, updated_at = $3 WHERE key = $1", [CURRENT, id, now]);
    await client.query("INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3)", [
      FORMER,
      formerId,
      now,
    ]);
    await keepFormerKeys(client, keys, now);
  });
}

/** Whether values under a former secret may still be there, so that the start needs it. */
export async function rotationIsOpen(database: Pick<pg.Pool, "query">): Promise<boolean> {
  const { rowCount } = await database.query("SELECT FROM setting WHERE key = $1", [FORMER]);
  return rowCount === 1;
}

/** Notes that nothing is left under the former secret: from here on the start does without it. */
export async function finishRotation(client: Pick<pg.PoolClient, "query">, now: Date): Promise<void> {
  await client.query("DELETE FROM setting WHERE key = $1", [FORMER]);
  await client.query(
    "INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
    [ROTATED_AT, now.toISOString(), now],
  );
}

/** Locked, for two processes may begin the same change. */
async function readKnown(client: pg.PoolClient): Promise<Known> {
  const { rows } = await client.query<{ key: string; value: string }>(
    "SELECT key, value FROM setting WHERE key IN ($1, $2) ORDER BY key DESC FOR UPDATE",
    [CURRENT, FORMER],
  );
  const named = (key: string) => rows.find((row) => row.key === key)?.value;
  return { current: named(CURRENT), former: named(FORMER) };
}

function refuseWrongFormer(recorded: string | undefined, given: string | undefined): void {
  if (recorded === undefined || recorded === given) return;
  throw new SettingError(
    "APP_SECRET_OLD",
    given === undefined
      ? "is missing: a part of this database is still written with the former secret; set it, or put .vigil-secret-old back, and finish with: npm run keys:rotate"
      : "is not the secret that this database was written with before; put the right one there",
  );
}

function unfinished(known: Known, given: string): SettingError {
  if (known.former === given)
    return new SettingError(
      "APP_SECRET",
      "is the former secret; the change to the new one has begun, so set the new one here and this one as APP_SECRET_OLD",
    );
  return new SettingError(
    "APP_SECRET",
    "is not the one this database was written with, and an earlier change of the secret is not finished; put both secrets of that change back and run: npm run keys:rotate",
  );
}

function anotherSecret(): SettingError {
  return new SettingError(
    "APP_SECRET",
    "is not the one this database was written with; put the former one back (npm start keeps it in .vigil-secret)",
  );
}

/** The same for this process's settings, once the database is there; one clear line where it cannot be reached. */
export async function requireMatchingSecret(pool: pg.Pool): Promise<void> {
  const keys = appKeys();
  try {
    await whenThere(() => checkSecret(pool, keys, new Date()));
  } catch (error) {
    if (error instanceof SettingError) throw error;
    const code = (error as { code?: string }).code;
    if (code === "42P01")
      throw new SettingError("DATABASE_URL", "this database has no tables yet; run: npm run db:migrate");
    const { host } = new URL(settings().DATABASE_URL);
    throw new SettingError(
      "DATABASE_URL",
      `cannot use the database at ${host} (${code ?? (error instanceof Error ? error.message : "unknown error")})`,
    );
  }
}
