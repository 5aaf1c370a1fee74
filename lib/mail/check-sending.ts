import type pg from "pg";
import type { Settings } from "@/lib/config/settings";
import { SettingError } from "@/lib/config/settings";
import { sha256 } from "@/lib/crypto/hash";
import { inTransaction } from "@/lib/db/transaction";
import { log } from "@/lib/logging/log";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { checkProvider } from "./check-provider";
import { giveWay } from "./rate-gate";

type MailSettings = Pick<Settings, "RESEND_API_KEY" | "RESEND_BASE_URL" | "MAIL_FROM" | "MAIL_RATE">;

/** Digest by which two settings are known to speak to the same account of the provider. */
export function providerAccount({
  RESEND_API_KEY,
  RESEND_BASE_URL,
}: Pick<MailSettings, "RESEND_API_KEY" | "RESEND_BASE_URL">): string {
  return digest([RESEND_API_KEY, RESEND_BASE_URL?.replace(/\/+$/, "")]);
}

function digest(parts: (string | undefined)[]): string {
  return sha256(JSON.stringify(parts)).toString("base64url").slice(0, 16);
}

/** Somebody may turn tracking on at any time; it is looked for this often. */
const CHECK_EVERY = HOUR;
const CHECK_AGAIN = MINUTE;
/** While the provider does not answer the question, what it said this long ago still counts. */
const BELIEVED_FOR = DAY;
/** What a check asks the provider. */
const REQUESTS = 2;

/**
 * Makes sure that the key works, the sender's domain is verified and nothing tracks readers. What one worker found is
 * written down for all, one asks at a time and mails give way to it, for the question counts against the provider's
 * limit. A provider that does not answer is asked again by the next call. Throws `SettingError` with one line.
 */
export async function requireSendingAllowed(pool: pg.Pool, settings: MailSettings, now: Date): Promise<void> {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl, MAIL_FROM: from, MAIL_RATE: rate } = settings;
  if (!apiKey || !from) return;
  const checkedAs = digest([providerAccount(settings), from]);
  if (await wasAllowed(pool, checkedAs, CHECK_EVERY, now)) return;
  await inTransaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('check-sending', 0))");
    if (await wasAllowed(client, checkedAs, CHECK_EVERY, now)) return;
    await giveWay(pool, rate, REQUESTS);
    const { askAgain, warnings } = await checkProvider({ apiKey, baseUrl, from });
    for (const warning of warnings) log().warn(warning);
    if (askAgain) return;
    await client.query("UPDATE mail_gate SET checked_as = $1, checked_at = $2, problem = NULL WHERE id = 1", [
      checkedAs,
      now,
    ]);
  });
}

/** Whether a check said yes within that span. Whoever waited for another's check finds it a little younger than its own `now`. */
async function wasAllowed(
  database: Pick<pg.Pool, "query">,
  checkedAs: string,
  span: number,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await database.query(
    "SELECT FROM mail_gate WHERE id = 1 AND checked_as = $1 AND checked_at BETWEEN $2 AND $3",
    [checkedAs, new Date(now.getTime() - span), new Date(now.getTime() + MINUTE)],
  );
  return rowCount === 1;
}

/**
 * The same for a loop: says whether mails may leave, logs why not, and asks again after a while. Nothing leaves before
 * the provider has once said, for these settings, that nothing tracks readers.
 */
export function sendingWatch(pool: pg.Pool, settings: MailSettings): (now: Date) => Promise<boolean> {
  const checkedAs = digest([providerAccount(settings), settings.MAIL_FROM]);
  let askAfter = 0;
  let allowed = false;
  return async (now) => {
    if (now.getTime() < askAfter) return allowed;
    try {
      await requireSendingAllowed(pool, settings, now);
      allowed = await wasAllowed(pool, checkedAs, BELIEVED_FOR, now);
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
