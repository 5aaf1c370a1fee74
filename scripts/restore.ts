import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings, type Settings } from "@/lib/config/settings";
import { type Opener, readEncrypted } from "@/lib/crypto/age-files";
import { openDump, readDump } from "@/lib/db/load-dump";
import { ensureClient } from "./build/client";
import { withInstallation } from "./keeping/open-database";
import { openerOf } from "./keeping/passphrase";
import { loadDotEnv, ROOT } from "./project";
import { putSecret } from "./start/secret";
import { knownSecrets, ringOf } from "./start/secrets";
import { runScript, say } from "./terminal";

const USAGE = `Usage: npm run restore -- FILE [--replace] [--identity FILE] [--without-journal] [--without-present]
       npm run restore -- --check FILE       reads all of it and changes nothing
       npm run restore -- --secret FILE      brings back .vigil-secret
       npm run restore -- --forget DATABASE  removes a database that a restore has put aside`;

/** `npm run restore`: puts a backup in the place of the database. Vigil must not run. */
await runScript(async () => {
  loadDotEnv();
  const { target, values } = readArguments();
  const settings = readSettings(process.env);
  if (values.forget) return await forget(settings, target);
  if (!existsSync(target)) throw new OperatorError(`${target} is not there.`);
  const opener = await openerOf(settings, values.identity);
  if (values.check) return await check(target, opener);
  if (values.secret) return await restoreSecret(target, opener);
  await restore(settings, target, opener, values);
});

function readArguments() {
  const flag = { type: "boolean" } as const;
  const options = {
    replace: flag,
    "without-journal": flag,
    "without-present": flag,
    check: flag,
    secret: flag,
    forget: flag,
    identity: { type: "string" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [target] = positionals;
    if (!target || positionals.length > 1) throw new OperatorError(USAGE);
    return { target, values };
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}

async function check(path: string, opener: Opener): Promise<void> {
  const opened = await openDump(readEncrypted(path, opener));
  const rows = await readDump(opened, async () => undefined);
  say(`The backup of ${opened.head.takenAt} is whole: ${shown(rows)}.`);
}

async function restoreSecret(path: string, opener: Opener): Promise<void> {
  for await (const line of readEncrypted(path, opener)) {
    const read = JSON.parse(line) as { vigil?: string; secret?: string; former?: string };
    if (read.vigil !== "secret" || !read.secret) break;
    putSecret(ROOT, { secret: read.secret, former: read.former });
    return say("The secret is back in .vigil-secret.");
  }
  throw new OperatorError(`${path} is no backup of a secret.`);
}

type Wish = ReturnType<typeof readArguments>["values"];

async function restore(settings: Settings, path: string, opener: Opener, wish: Wish): Promise<void> {
  ensureClient(ROOT);
  const { restoreDatabase } = await import("@/lib/worker/restore-database");
  const keys = ringOf(knownSecrets(settings, ROOT));
  const work = async (url: string) => {
    say("Reading the backup into a new database …");
    return await restoreDatabase({
      url,
      lines: readEncrypted(path, opener),
      keys,
      migrations: join(ROOT, "prisma/migrations"),
      journalFolder: settings.JOURNAL_DIR,
      replace: wish.replace ?? false,
      withoutJournal: wish["without-journal"] ?? false,
      withoutPresent: wish["without-present"] ?? false,
      now: new Date(),
    });
  };
  const done = await withInstallation(settings, "alone", work, { mayBeEmpty: true });
  const { replayed, mails, letters, destroyed, cells } = done.settled;
  say(`Restored what there was at ${done.takenAt.toISOString()}: ${shown(done.rows)}.`);
  say(
    `Done again from the journal: ${replayed.erase + replayed.forget + replayed["forget-code"]} erased, ${replayed.withdraw} withdrawn, ${replayed.return} taken back, ${replayed.hide} shown no more, ${replayed["no-news"]} without news, ${replayed["hide-reason"]} reasons hidden, ${replayed["never-mail"]} mailed no more, ${replayed["hash-key"] + destroyed.keys} hash keys destroyed.`,
  );
  say(
    `Letters: ${letters.held} that may have left are held, for somebody to look (npm run letters -- held); ${letters.drafts} unconfirmed deleted; ${letters.erased} erased again, ${letters.hidden} answers shown no more.`,
  );
  if (replayed.again > 0)
    say(
      `${replayed.again} who had confirmed since the backup must sign again: they chose to leave no name or address.`,
    );
  if (done.damagedLines > 0)
    say(
      `${done.damagedLines} lines of the journal could not be read: somebody has changed the files, or the disk has.`,
    );
  if (replayed.unheard > 0)
    say(
      `${replayed.unheard} words of "never mail me" cannot be repeated: the backup is from before the first start and lacks the key of their hashes.`,
    );
  if (done.suppressions > 0) say(`${done.suppressions} newer words of "never mail me" were taken over.`);
  say(
    `Mails that may have been sent are not sent again: ${mails.doubt} in doubt, ${mails.dropped} dropped; whoever got none can sign again.`,
  );
  say(cells === 0 ? "Counts are right." : `Counts were repaired in ${cells} places.`);
  say("Everybody is signed out. Now: npm start");
  if (done.formerDatabase)
    say(
      `The former database is kept as ${done.formerDatabase}. When all is well, remove it, for it holds what has been erased; after 35 days the worker does: npm run restore -- --forget ${done.formerDatabase}`,
    );
}

async function forget(settings: Settings, name: string): Promise<void> {
  const { dropFormer } = await import("@/lib/worker/restore-database");
  await withInstallation(settings, "beside", (url) => dropFormer(url, name));
  say(`${name} is removed.`);
}

function shown(rows: Record<string, number>): string {
  const of = (table: string) => rows[table] ?? 0;
  const all = Object.values(rows).reduce((sum, n) => sum + n, 0);
  return `${of("campaign")} campaigns, ${of("petition")} petitions, ${of("signature")} signatures, ${all} rows in all`;
}
