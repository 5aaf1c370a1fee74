import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { DAY } from "@/lib/time/durations";

/** As long as a backup is kept, and for the same reason: what has been erased since is still in it. */
export const FORMER_KEPT = 35 * DAY;

const STAMP = /_before_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** A database that a restore has put aside, and when. */
export type FormerDatabase = { name: string; since: Date };

/** PostgreSQL cuts longer names: a stamp that is cut would never be known again. */
const LONGEST_NAME = 63;

/**
 * The name under which a restore puts a database aside. Takes its present name and now. Refuses a name so long that
 * PostgreSQL would cut this one.
 */
export function formerName(database: string, now: Date): string {
  const name = `${database}_before_${now.toISOString().replace(/\D/g, "").slice(0, 14)}`;
  const beyond = Buffer.byteLength(name) - LONGEST_NAME;
  if (beyond <= 0) return name;
  throw new OperatorError(
    `A restore puts the present database aside under a longer name, and "${database}" is ${beyond} bytes too long for that; rename it and change DATABASE_URL.`,
  );
}

/** When a restore put this database aside. Returns null for a name that no restore of `database` gives. */
export function putAsideAt(database: string, name: string): Date | null {
  const stamp = STAMP.exec(name);
  if (!stamp || name.slice(0, stamp.index) !== database) return null;
  const [year, month, day, hour, minute, second] = stamp.slice(1);
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The databases that restores of the pool's own have put aside and nobody has removed, oldest first. */
export async function formerDatabases(pool: pg.Pool): Promise<FormerDatabase[]> {
  const { rows } = await pool.query<{ own: string; name: string }>(
    "SELECT current_database() AS own, datname AS name FROM pg_database WHERE starts_with(datname, current_database() || '_before_') ORDER BY datname",
  );
  return rows.flatMap(({ own, name }) => {
    const since = putAsideAt(own, name);
    return since ? [{ name, since }] : [];
  });
}

/** Which of these have stood for FORMER_KEPT. */
export function dueFormer(databases: FormerDatabase[], now: Date): FormerDatabase[] {
  return databases.filter(({ since }) => since.getTime() + FORMER_KEPT <= now.getTime());
}

/** Removes databases that were put aside, whoever still reads in them. Takes what `formerDatabases` found. */
export async function dropFormerDatabases(pool: pg.Pool, databases: FormerDatabase[]): Promise<void> {
  for (const { name } of databases)
    await pool.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}
