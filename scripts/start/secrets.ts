import { SettingError, type Settings } from "@/lib/config/settings";
import { type KeyRing, keyRing } from "@/lib/crypto/keys";
import { openPool } from "@/lib/db/pool";
import { checkSecret, ROTATED_AT, rotationIsOpen } from "@/lib/db/secret-check";
import { DAY } from "@/lib/time/durations";
import { say } from "../terminal";
import { forgetFormerSecret, readFormerSecret, readSecret } from "./secret";

/** The secret to write under, and the one before while it is given. */
export type Secrets = { secret: string; former?: string };

/** Links in mails work at most this long (PENDING_LIFETIME): afterwards nothing needs the former secret. */
const LINKS_WORK = 14 * DAY;

/** The secrets of this installation for a command beside `npm start`. Refuses where there is none yet. */
export function knownSecrets(settings: Settings, root: string): Secrets {
  if (settings.APP_SECRET) return { secret: settings.APP_SECRET, former: settings.APP_SECRET_OLD };
  const secret = readSecret(root);
  if (!secret)
    throw new SettingError(
      "APP_SECRET",
      settings.DATABASE_URL
        ? "is required with a PostgreSQL of your own; make one with: openssl rand -base64 48"
        : "is missing: there is no file .vigil-secret; npm start makes it with a new database, else put it back",
    );
  return { secret, former: readFormerSecret(root) };
}

/** The key ring of both. Refuses a damaged file by name. */
export function ringOf({ secret, former }: Secrets): KeyRing {
  try {
    return keyRing(secret, former);
  } catch (cause) {
    throw new SettingError(
      "APP_SECRET",
      `the one in .vigil-secret is damaged (${(cause as Error).message}); put the former file back`,
    );
  }
}

/** Holds the secrets against the database, and removes a former one that nothing needs any more. */
export async function checkSecrets(
  root: string,
  databaseUrl: string,
  secrets: Secrets,
  now: Date,
): Promise<void> {
  const pool = openPool(databaseUrl, 1);
  try {
    await checkSecret(pool, ringOf(secrets), now);
    if (!secrets.former) return;
    if (await rotationIsOpen(pool))
      return say(
        "The secret is being changed; the worker goes on sealing everything anew (npm run keys:rotate shows how far).",
      );
    const { rows } = await pool.query<{ value: string }>("SELECT value FROM setting WHERE key = $1", [
      ROTATED_AT,
    ]);
    const over = rows[0] && Date.parse(rows[0].value) + LINKS_WORK < now.getTime();
    if (over && forgetFormerSecret(root))
      say("Nothing needs the former secret any more; .vigil-secret-old is removed.");
  } finally {
    await pool.end();
  }
}
