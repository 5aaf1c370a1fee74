import { OperatorError } from "@/lib/config/operator-error";
import { readSettings, SettingError, type Settings } from "@/lib/config/settings";
import { openPool } from "@/lib/db/pool";
import { checkSecret, rotationIsOpen } from "@/lib/db/secret-check";
import { ensureClient } from "./build/client";
import { withInstallation } from "./keeping/open-database";
import { loadDotEnv, ROOT } from "./project";
import { forgetFormerSecret, replaceSecret } from "./start/secret";
import { knownSecrets, ringOf, type Secrets } from "./start/secrets";
import { runScript, say } from "./terminal";

const USAGE = "Usage: npm run keys:rotate [-- --new | --forget-old]";

/** `npm run keys:rotate`: changes the secret, or goes on with a change; may be interrupted and called again. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  const [wish = "", ...rest] = process.argv.slice(2);
  if (!["", "--new", "--forget-old"].includes(wish) || rest.length > 0) throw new OperatorError(USAGE);
  const settings = readSettings(process.env);
  // Processes that run know neither a new secret nor that the former one is to be forgotten.
  const company = wish === "" ? "beside" : "alone";
  await withInstallation(settings, company, async (url) => {
    if (wish === "--forget-old") return await forgetOld(settings, url);
    if (wish === "--new") await beginNew(settings, url);
    await rotate(url, knownSecrets(settings, ROOT), settings);
  });
});

async function beginNew(settings: Settings, url: string): Promise<void> {
  if (settings.APP_SECRET)
    throw new SettingError(
      "APP_SECRET",
      "is set by you, so set the change too: the present one as APP_SECRET_OLD, a new one (openssl rand -base64 48) as APP_SECRET; start web and worker anew, then: npm run keys:rotate",
    );
  // A run that was cut short may have left a new secret that the database does not know yet: that one is used.
  const keys = ringOf(knownSecrets(settings, ROOT));
  await withPool(url, (pool) => checkSecret(pool, keys, new Date()));
  if (await withPool(url, rotationIsOpen)) return say("A change has begun already; going on with it.");
  replaceSecret(ROOT);
  say("A new secret is in .vigil-secret; the former one is kept in .vigil-secret-old.");
}

async function rotate(url: string, secrets: Secrets, settings: Settings): Promise<void> {
  await withPool(url, (pool) => checkSecret(pool, ringOf(secrets), new Date()));
  if (!secrets.former)
    return say(
      "There is no former secret, so there is nothing to seal anew. A new one: npm run keys:rotate -- --new",
    );
  const { rotateKeys } = await import("@/lib/worker/rotate-keys");
  const { openPrisma } = await import("@/lib/db/prisma");
  const db = openPrisma(url);
  try {
    await withPool(url, async (pool) => {
      const context = { pool, db, keys: ringOf(secrets), clock: () => new Date() };
      const done = await rotateKeys(context, (table, sealed, of) =>
        say(`  ${table}: ${sealed} of ${Math.max(of, sealed)}`),
      );
      say(
        `Sealed anew: ${done.resealed} values, ${done.accounts} accounts. Still under the former secret: 0.`,
      );
    });
  } finally {
    await db.$disconnect();
  }
  const where = settings.APP_SECRET ? "APP_SECRET_OLD" : ".vigil-secret-old";
  const how = settings.APP_SECRET ? "by removing it" : "with: npm run keys:rotate -- --forget-old";
  say(
    `${where} may be removed. Links in mails of the last 14 days still need it: leave it that long, or, if somebody has seen the former secret, end it at once ${how}.`,
  );
  say(
    "Back up the new secret now: npm run backup -- --secret FILE. Backups of the database from before need the former one.",
  );
}

async function forgetOld(settings: Settings, url: string): Promise<void> {
  if (settings.APP_SECRET) throw new OperatorError("Remove APP_SECRET_OLD from your settings instead.");
  if (await withPool(url, rotationIsOpen))
    throw new OperatorError(
      "Values are still sealed under the former secret; finish first with: npm run keys:rotate",
    );
  say(forgetFormerSecret(ROOT) ? "The former secret is removed." : "There is no former secret.");
}

async function withPool<T>(url: string, work: (pool: ReturnType<typeof openPool>) => Promise<T>): Promise<T> {
  const pool = openPool(url, 4);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
