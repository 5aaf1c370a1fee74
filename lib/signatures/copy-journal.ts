import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import type { JournalKind } from "./journal";
import { appendToJournal, JOURNAL_KEPT } from "./journal-files";

/** PostgreSQL advisory lock of copying: one worker at a time, so that lines keep their order. */
const COPYING_LOCK = 0x76_69_67_02;
const STEP = 1_000;

type Row = { id: string; signature_id: string; kind: JournalKind; day: string };

/**
 * Copies new entries into the journal outside the database: they are in the file, synced, before they are marked. A
 * worker that dies in between copies them again; whoever reads takes each once. Returns how many were copied.
 */
export async function copyJournal(pool: pg.Pool, folder: string, now: Date): Promise<number> {
  const copied = await inTransaction(pool, async (client) => {
    const { rows: lock } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS locked",
      [COPYING_LOCK],
    );
    if (!lock[0]?.locked) return 0;
    const { rows } = await client.query<Row>(
      `SELECT id, signature_id, kind, to_char(day, 'YYYY-MM-DD') AS day FROM journal_entry WHERE written_at IS NULL ORDER BY id LIMIT ${STEP}`,
    );
    if (rows.length === 0) return 0;
    const lines = rows.map((row) => ({
      seq: BigInt(row.id),
      day: row.day,
      kind: row.kind,
      id: row.signature_id,
    }));
    appendToJournal(folder, lines);
    await client.query("UPDATE journal_entry SET written_at = $2 WHERE id = ANY ($1)", [
      rows.map(({ id }) => id),
      now,
    ]);
    return rows.length;
  });
  return copied < STEP ? copied : copied + (await copyJournal(pool, folder, now));
}

/** Forgets entries that are in the file and older than any backup. Returns how many. */
export async function forgetJournalEntries(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM journal_entry WHERE written_at < $1", [
    new Date(now.getTime() - JOURNAL_KEPT),
  ]);
  return rowCount ?? 0;
}
