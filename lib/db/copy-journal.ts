import type pg from "pg";
import { type JournalEntry, utcDay } from "./journal";
import { addToJournal, JOURNAL_KEPT, type JournalFile, removeOldFiles } from "./journal-files";
import { inTransaction } from "./transaction";

/** PostgreSQL advisory lock of copying: one worker at a time, for a file is written anew as a whole. */
const COPYING_LOCK = 0x76_69_67_02;
const STEP = 1_000;

/**
 * Moves new entries into the journal outside the database: they are in the file, synced, before their rows are gone. A
 * worker that dies in between copies them again, which changes nothing in the file. The database keeps how many lines a
 * file has, so that a restore knows one that lacks some. Returns how many were copied.
 */
export async function copyJournal(pool: pg.Pool, folder: string): Promise<number> {
  const copied = await inTransaction(pool, async (client) => {
    const { rows: lock } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS locked",
      [COPYING_LOCK],
    );
    if (!lock[0]?.locked) return 0;
    const { rows } = await client.query<JournalEntry & { day: string }>(
      `DELETE FROM journal_entry WHERE id IN (SELECT id FROM journal_entry LIMIT ${STEP})
       RETURNING subject_id AS id, kind, turn, to_char(day, 'YYYY-MM-DD') AS day`,
    );
    for (const day of new Set(rows.map((row) => row.day))) {
      const entries = rows.filter((row) => row.day === day);
      await noteFile(client, addToJournal(folder, day, entries));
    }
    return rows.length;
  });
  return copied < STEP ? copied : copied + (await copyJournal(pool, folder));
}

async function noteFile(client: pg.PoolClient, { name, day, lines }: JournalFile): Promise<void> {
  await client.query(
    "INSERT INTO journal_file (name, day, lines) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET lines = excluded.lines",
    [name, day, lines],
  );
}

/** Takes what the folder holds for all there has to be: after a restore, also where some of it is lost. */
export async function noteFiles(pool: pg.Pool, files: JournalFile[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("DELETE FROM journal_file");
    for (const file of files) await noteFile(client, file);
  });
}

/** What of the journal a restore needs at `now`, as the database knows it. */
export async function knownFiles(pool: pg.Pool, now: Date): Promise<JournalFile[]> {
  const { rows } = await pool.query<JournalFile>(
    "SELECT name, to_char(day, 'YYYY-MM-DD') AS day, lines FROM journal_file WHERE day >= $1 ORDER BY name",
    [oldestDay(now)],
  );
  return rows;
}

/** Removes files of days that no backup is older than, and what the database knows of them. Returns how many files. */
export async function dropOldJournals(pool: pg.Pool, folder: string, now: Date): Promise<number> {
  await pool.query("DELETE FROM journal_file WHERE day < $1", [oldestDay(now)]);
  return removeOldFiles(folder, oldestDay(now));
}

function oldestDay(now: Date): string {
  return utcDay(new Date(now.getTime() - JOURNAL_KEPT));
}
