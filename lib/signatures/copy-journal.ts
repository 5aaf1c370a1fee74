import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import type { JournalKind } from "./journal";
import { appendToJournal } from "./journal-files";

/** PostgreSQL advisory lock of copying: one worker at a time, so that lines keep their order. */
const COPYING_LOCK = 0x76_69_67_02;
const STEP = 1_000;

/** Setting with the last number that went into the journal; its moment is the beginning of that line's day. */
export const JOURNAL_NUMBER = "journal-number";

type Row = { id: string; signature_id: string; kind: JournalKind; day: string };

/**
 * Moves new entries into the journal outside the database: they are in the file, synced, before their rows are deleted.
 * No moment is kept, for an entry of "forget me" would tell when somebody confirmed. A worker that dies in between
 * copies them again; whoever reads takes each once. Returns how many were copied.
 */
export async function copyJournal(pool: pg.Pool, folder: string): Promise<number> {
  const copied = await inTransaction(pool, async (client) => {
    const { rows: lock } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS locked",
      [COPYING_LOCK],
    );
    if (!lock[0]?.locked) return 0;
    const { rows } = await client.query<Row>(
      `SELECT id, signature_id, kind, to_char(day, 'YYYY-MM-DD') AS day FROM journal_entry ORDER BY id LIMIT ${STEP}`,
    );
    if (rows.length === 0) return 0;
    const lines = rows.map((row) => ({
      seq: BigInt(row.id),
      day: row.day,
      kind: row.kind,
      id: row.signature_id,
    }));
    appendToJournal(folder, lines);
    await client.query("DELETE FROM journal_entry WHERE id = ANY ($1)", [rows.map(({ id }) => id)]);
    await noteNumber(client, rows);
    return rows.length;
  });
  return copied < STEP ? copied : copied + (await copyJournal(pool, folder));
}

/** A transaction that took its number early may commit late, so the highest is kept, not the newest. */
async function noteNumber(client: pg.PoolClient, rows: Row[]): Promise<void> {
  const last = rows.at(-1);
  if (!last) return;
  await client.query(
    `INSERT INTO setting AS s (key, value, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
     WHERE s.value::bigint < excluded.value::bigint`,
    [JOURNAL_NUMBER, last.id, new Date(`${last.day}T00:00:00Z`)],
  );
}
