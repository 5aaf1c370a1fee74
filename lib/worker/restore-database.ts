import { randomBytes } from "node:crypto";
import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { SettingError } from "@/lib/config/settings";
import type { KeyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { copyJournal } from "@/lib/db/copy-journal";
import { formerName, putAsideAt } from "@/lib/db/former-databases";
import { readJournal } from "@/lib/db/journal-files";
import { loadDump, type OpenDump, openDump } from "@/lib/db/load-dump";
import { migrate } from "@/lib/db/migrate";
import { openPool } from "@/lib/db/pool";
import type { SealedKeyPurpose } from "@/lib/db/sealed-key";
import { refuseIncomplete, refuseTooOld } from "./require-journal";
import { type Settled, settleRestored } from "./settle-restored";

const SUPPRESSION_KEY: SealedKeyPurpose = "suppression";

export type RestorePlan = {
  /** Address of the database to restore; it may be missing or empty. */
  url: string;
  /** The decrypted lines of the backup. */
  lines: AsyncGenerator<string>;
  keys: KeyRing;
  migrations: string;
  journalFolder: string;
  /** Whether a database that holds signatures may be put aside. */
  replace: boolean;
  /** Whether to restore though what was erased since is not, or not wholly, known. */
  withoutJournal?: boolean;
  /** Whether to leave the present database unread, for it is damaged. */
  withoutPresent?: boolean;
  now: Date;
};
export type Restored = {
  takenAt: Date;
  rows: Record<string, number>;
  settled: Settled;
  /** Words of "never mail me" that were newer than the backup. */
  suppressions: number;
  damagedLines: number;
  /** The name that the former database has now; null where there was none. */
  formerDatabase: string | null;
};

/**
 * Puts a backup in the place of a database: into a new one first, which is settled there and takes the place in one
 * step, so that whatever fails changes nothing. The former database stays under another name. Refuses a secret that
 * does not open the backup, a journal that cannot tell all that was erased since, a database that is in use or whose name
 * is too long for a longer one, and, unless asked to replace it, one that holds signatures.
 */
export async function restoreDatabase(plan: RestorePlan): Promise<Restored> {
  const opened = await openDump(plan.lines);
  refuseOtherSecret(opened, plan.keys);
  const name = nameOf(plan.url);
  const former = formerName(name, plan.now);
  if (!plan.withoutJournal) refuseTooOld(new Date(opened.head.takenAt), plan.now);
  const present = await lookAt(plan);
  if (present.signatures && !plan.replace)
    throw new OperatorError("The database holds signatures; to put the backup in its place add: --replace");
  if (present.users > 0)
    throw new OperatorError("The database is in use; stop Vigil, web and worker, everywhere first.");
  const fresh = `${name}_restore_${randomBytes(4).toString("hex")}`;
  await create(plan.url, fresh);
  try {
    const restored = await fill(plan, opened, databaseIn(plan.url, fresh), present.exists);
    const names = { fresh, name, former: present.exists ? former : null };
    await swap(plan.url, names);
    return { ...restored, formerDatabase: names.former };
  } catch (error) {
    await asMaintenance(plan.url, (client) =>
      client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(fresh)} WITH (FORCE)`),
    );
    throw error;
  }
}

/** Removes a database that a restore has put aside. Takes the name that the restore gave it. */
export async function dropFormer(url: string, name: string): Promise<void> {
  if (!putAsideAt(nameOf(url), name))
    throw new OperatorError(`${name} is not a database that a restore has put aside.`);
  await asMaintenance(url, (client) => client.query(`DROP DATABASE ${pg.escapeIdentifier(name)}`));
}

async function fill(
  plan: RestorePlan,
  opened: OpenDump,
  fresh: string,
  hasPresent: boolean,
): Promise<Omit<Restored, "formerDatabase">> {
  const takenAt = new Date(opened.head.takenAt);
  await migrate(fresh, plan.migrations, opened.head.migrations);
  const rows = await withClient(fresh, (client) => loadDump(client, opened));
  await migrate(fresh, plan.migrations);
  const pool = openPool(fresh, 4);
  try {
    const suppressions = hasPresent && !plan.withoutPresent ? await takeOver(plan, pool) : 0;
    const journal = readJournal(plan.journalFolder);
    if (!plan.withoutJournal)
      await refuseIncomplete(pool, journal, { folder: plan.journalFolder, now: plan.now });
    const settled = await settleRestored({ pool, keys: plan.keys, now: plan.now, takenAt }, journal);
    return { takenAt, rows, settled, suppressions, damagedLines: journal.damaged };
  } finally {
    await pool.end();
  }
}

/**
 * What the present database knows and must not be lost: entries that no worker had copied into the journal, and who
 * said "never mail me" since. A database too old or too empty to have the tables has none.
 */
function takeOver(plan: RestorePlan, fresh: pg.Pool): Promise<number> {
  return readPresent(() => readNewest(plan, fresh));
}

async function readPresent<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof SettingError) throw cause;
    const why = (cause as { code?: string }).code ?? (cause as Error).message;
    throw new OperatorError(
      `The present database cannot be read (${why}). To give up what it alone knows (its newest journal entries and "never mail me" words) add: --replace --without-present`,
      { cause },
    );
  }
}

async function readNewest({ url, journalFolder }: RestorePlan, fresh: pg.Pool): Promise<number> {
  const present = openPool(url, 2);
  try {
    if (!(await hasTables(present))) return 0;
    await copyJournal(present, journalFolder);
    const { rows } = await present.query<{ line: string }>(
      "SELECT row_to_json(s)::text AS line FROM suppression s WHERE reason IS NOT NULL",
    );
    await bringKey(present, fresh);
    const { rowCount } = await fresh.query(
      `INSERT INTO suppression AS s SELECT * FROM json_populate_recordset(NULL::suppression, $1::json)
       ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, since = excluded.since WHERE s.reason IS NULL`,
      [`[${rows.map(({ line }) => line).join(",")}]`],
    );
    return rowCount ?? 0;
  } finally {
    await present.end();
  }
}

/** A backup from before the first such word has no key for them; under another one nobody would be found. */
async function bringKey(present: pg.Pool, fresh: pg.Pool): Promise<void> {
  const { rows } = await present.query<{ key_enc: Buffer; created_at: Date }>(
    "SELECT key_enc, created_at FROM sealed_key WHERE purpose = $1",
    [SUPPRESSION_KEY],
  );
  for (const { key_enc, created_at } of rows)
    await fresh.query(
      "INSERT INTO sealed_key (purpose, key_enc, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [SUPPRESSION_KEY, key_enc, created_at],
    );
}

async function hasTables(database: pg.Pool): Promise<boolean> {
  const { rows } = await database.query<{ known: boolean }>(
    "SELECT to_regclass('journal_entry') IS NOT NULL AND to_regclass('suppression') IS NOT NULL AND to_regclass('sealed_key') IS NOT NULL AS known",
  );
  return rows[0]?.known ?? false;
}

/** Both names change in one transaction. */
async function swap(
  url: string,
  { fresh, name, former }: { fresh: string; name: string; former: string | null },
): Promise<void> {
  const quoted = pg.escapeIdentifier;
  await asMaintenance(url, async (client) => {
    await client.query("BEGIN");
    if (former) await client.query(`ALTER DATABASE ${quoted(name)} RENAME TO ${quoted(former)}`);
    await client.query(`ALTER DATABASE ${quoted(fresh)} RENAME TO ${quoted(name)}`);
    await client.query("COMMIT");
  });
}

function refuseOtherSecret({ head }: OpenDump, keys: KeyRing): void {
  if ([keys, keys.former].some((ring) => ring?.id.toString("hex") === head.keyId)) return;
  throw new OperatorError(
    "This backup needs another APP_SECRET than the present one: bring back the secret of its time (npm run restore -- --secret FILE), or give it as APP_SECRET_OLD.",
  );
}

/** A database that is not to be read is taken for one with signatures. */
async function lookAt({
  url,
  withoutPresent,
}: RestorePlan): Promise<{ exists: boolean; signatures: boolean; users: number }> {
  const name = nameOf(url);
  const { exists, users } = await asMaintenance(url, async (client) => {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    const active = await client.query(
      "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
      [name],
    );
    return { exists: found.rowCount === 1, users: active.rowCount ?? 0 };
  });
  if (!exists || withoutPresent) return { exists, signatures: exists, users };
  const signatures = await readPresent(() =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ known: boolean }>(
        "SELECT to_regclass('signature') IS NOT NULL AS known",
      );
      if (!rows[0]?.known) return false;
      return (await client.query("SELECT FROM signature LIMIT 1")).rowCount === 1;
    }),
  );
  return { exists, signatures, users };
}

async function create(url: string, name: string): Promise<void> {
  try {
    await asMaintenance(url, (client) =>
      client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`),
    );
  } catch (cause) {
    if ((cause as { code?: string }).code !== "42501") throw cause;
    throw new OperatorError(
      "The database's user may not make databases, and a restore needs one beside the present; let it, as its superuser: ALTER USER … CREATEDB",
      { cause },
    );
  }
}

/** On the database "postgres" of the same server, where others can be made and renamed. */
function asMaintenance<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(databaseIn(url, "postgres"), work);
}

function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function databaseIn(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}
