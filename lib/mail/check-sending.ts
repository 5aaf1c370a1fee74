import type pg from "pg";
import type { Settings } from "@/lib/config/settings";
import { SettingError } from "@/lib/config/settings";
import { sha256 } from "@/lib/crypto/hash";
import { inTransaction } from "@/lib/db/transaction";
import { log } from "@/lib/logging/log";
import { HOUR, MINUTE } from "@/lib/time/durations";
import { checkProvider } from "./check-provider";
import { giveWay } from "./rate-gate";

type MailSettings = Pick<Settings, "RESEND_API_KEY" | "RESEND_BASE_URL" | "MAIL_FROM" | "MAIL_RATE">;

/** Digest by which two settings are known to speak to the same account of the provider. */
export function providerAccount({
  RESEND_API_KEY,
  RESEND_BASE_URL,
}: Pick<MailSettings, "RESEND_API_KEY" | "RESEND_BASE_URL">): string {
  return digest([RESEND_API_KEY, RESEND_BASE_URL]);
}

function digest(parts: (string | undefined)[]): string {
  return sha256(JSON.stringify(parts)).toString("base64url").slice(0, 16);
}

/** Somebody may turn tracking on at any time; it is looked for this often. */
const CHECK_EVERY = HOUR;
const CHECK_AGAIN = MINUTE;
/** What a check asks the provider. */
const REQUESTS = 2;

/**
 * Makes sure that the key works, the sender's domain is verified and nothing tracks readers. What one worker found is
 * written down for all, one asks at a time and mails give way to it, for the question counts against the provider's
 * limit. Throws `SettingError` with one line.
 */
export async function requireSendingAllowed(pool: pg.Pool, settings: MailSettings, now: Date): Promise<void> {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl, MAIL_FROM: from, MAIL_RATE: rate } = settings;
  if (!apiKey || !from) return;
  const checkedAs = digest([apiKey, baseUrl, from]);
  if (await isChecked(pool, checkedAs, now)) return;
  await inTransaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('check-sending', 0))");
    if (await isChecked(client, checkedAs, now)) return;
    await giveWay(pool, rate, REQUESTS);
    for (const warning of (await checkProvider({ apiKey, baseUrl, from })).warnings) log().warn(warning);
    await client.query("UPDATE mail_gate SET checked_as = $1, checked_at = $2 WHERE id = 1", [
      checkedAs,
      now,
    ]);
  });
}

/** Whoever waited for another's check finds it a little younger than its own `now`. */
async function isChecked(database: Pick<pg.Pool, "query">, checkedAs: string, now: Date): Promise<boolean> {
  const { rowCount } = await database.query(
    "SELECT FROM mail_gate WHERE id = 1 AND checked_as = $1 AND checked_at BETWEEN $2 AND $3",
    [checkedAs, new Date(now.getTime() - CHECK_EVERY), new Date(now.getTime() + MINUTE)],
  );
  return rowCount === 1;
}

/** The same for a loop: says whether mails may leave, logs why not, and asks again after a while. */
export function sendingWatch(pool: pg.Pool, settings: MailSettings): (now: Date) => Promise<boolean> {
  let askAfter = 0;
  let allowed = false;
  return async (now) => {
    if (now.getTime() < askAfter) return allowed;
    try {
      await requireSendingAllowed(pool, settings, now);
      allowed = true;
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      allowed = false;
      log().error(`${error.message}; mails wait`);
      await pool.query("UPDATE mail_gate SET problem = $1, checked_at = NULL WHERE id = 1", [error.message]);
    }
    askAfter = now.getTime() + CHECK_AGAIN;
    return allowed;
  };
}
