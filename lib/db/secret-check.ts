import type pg from "pg";
import { settings } from "@/lib/config/runtime";
import { SettingError } from "@/lib/config/settings";
import { appKeys } from "@/lib/crypto/app-keys";
import type { KeyRing } from "@/lib/crypto/keys";

const SETTING = "secret-key-id";

/**
 * Makes sure that this APP_SECRET is the one this database was written with, and records it on the first start.
 * Takes a migrated database and the key ring. Refuses another secret (`SettingError`): with it nothing that is
 * sealed could be read, and what it sealed could not be read later.
 */
export async function checkSecret(pool: pg.Pool, keys: KeyRing, now: Date): Promise<void> {
  const id = keys.id.toString("hex");
  await pool.query(
    "INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
    [SETTING, id, now],
  );
  const { rows } = await pool.query<{ value: string }>("SELECT value FROM setting WHERE key = $1", [SETTING]);
  if (rows[0]?.value === id) return;
  throw new SettingError(
    "APP_SECRET",
    "is not the one this database was written with; put the former one back (npm start keeps it in .vigil-secret)",
  );
}

/** The same for this process's settings, where the database can be reached; one clear line where it cannot. */
export async function requireMatchingSecret(pool: pg.Pool): Promise<void> {
  const keys = appKeys();
  try {
    await checkSecret(pool, keys, new Date());
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
