import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import type { SealedTable } from "./sealed-columns";
import { inTransaction } from "./transaction";

/** Rows of one step: small enough that a person who signs meanwhile does not wait. */
const STEP = 500;

export type ResealStep = { looked: number; resealed: number; done: boolean };

type Row = { key: string } & Record<string, Buffer | string | null>;

/**
 * One step through a table: reads the next rows that hold values under the former secret, and writes the same values
 * sealed under the new one. A value that somebody changed meanwhile is left: it is compared in the statement that
 * writes. How far it came is written in the same transaction, so a killed job goes on from there. Takes a ring with
 * its former one. Throws `UnsealError` for a value that does not open, naming table and row.
 */
export async function resealStep(
  pool: pg.Pool,
  keys: KeyRing,
  table: SealedTable,
  now: Date,
): Promise<ResealStep> {
  return await inTransaction(pool, async (client) => {
    const progress = await lockProgress(client, keys, table, now);
    if (progress.finished) return { looked: 0, resealed: 0, done: true };
    const rows = await nextRows(client, keys, table, progress.lastKey);
    let resealed = 0;
    for (const column of table.columns) resealed += await writeColumn(client, keys, table, column, rows);
    const done = rows.length < STEP;
    await client.query(
      `UPDATE key_rotation SET last_key = coalesce($3, last_key), resealed = resealed + $4, finished_at = CASE WHEN $5 THEN $6::timestamptz END
       WHERE key_id = $1 AND table_name = $2`,
      [keys.id.toString("hex"), table.table, rows.at(-1)?.key ?? null, resealed, done, now],
    );
    return { looked: rows.length, resealed, done };
  });
}

/** How many values of a table are still sealed under the former secret. */
export async function countUnderFormer(pool: pg.Pool, keys: KeyRing, table: SealedTable): Promise<number> {
  if (!keys.former) return 0;
  const counts = table.columns.map(
    ({ column }) => `count(*) FILTER (WHERE substring(${column} FROM 2 FOR 4) = $1)`,
  );
  const { rows } = await pool.query<{ n: string }>(`SELECT ${counts.join(" + ")} AS n FROM ${table.table}`, [
    keys.former.id,
  ]);
  return Number(rows[0]?.n ?? 0);
}

/** Begins a table anew: a process that still ran with the former secret alone has written meanwhile. */
export async function resetProgress(pool: pg.Pool, keys: KeyRing, table: SealedTable): Promise<void> {
  await pool.query(
    "UPDATE key_rotation SET last_key = NULL, finished_at = NULL WHERE key_id = $1 AND table_name = $2",
    [keys.id.toString("hex"), table.table],
  );
}

async function lockProgress(
  client: pg.PoolClient,
  keys: KeyRing,
  { table }: SealedTable,
  now: Date,
): Promise<{ lastKey: string | null; finished: boolean }> {
  const id = keys.id.toString("hex");
  await client.query(
    "INSERT INTO key_rotation (key_id, table_name, started_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [id, table, now],
  );
  const { rows } = await client.query<{ last_key: string | null; finished: boolean }>(
    "SELECT last_key, finished_at IS NOT NULL AS finished FROM key_rotation WHERE key_id = $1 AND table_name = $2 FOR UPDATE",
    [id, table],
  );
  return { lastKey: rows[0]?.last_key ?? null, finished: rows[0]?.finished ?? false };
}

async function nextRows(
  client: pg.PoolClient,
  keys: KeyRing,
  { table, key, columns }: SealedTable,
  after: string | null,
): Promise<Row[]> {
  const former = columns.map(({ column }) => `substring(${column} FROM 2 FOR 4) = $1`).join(" OR ");
  const { rows } = await client.query<Row>(
    `SELECT ${key.column}::text AS key, ${columns.map(({ column }) => column).join(", ")} FROM ${table}
     WHERE ($2::${key.type} IS NULL OR ${key.column} > $2::${key.type}) AND (${former}) ORDER BY ${key.column} LIMIT ${STEP}`,
    [keys.former?.id, after],
  );
  return rows;
}

async function writeColumn(
  client: pg.PoolClient,
  keys: KeyRing,
  { table, key }: SealedTable,
  { column, purpose, context }: SealedTable["columns"][number],
  rows: Row[],
): Promise<number> {
  const changes = rows.flatMap((row) => {
    const was = row[column];
    if (!Buffer.isBuffer(was) || !keys.former?.id.equals(was.subarray(1, 5))) return [];
    const purposeContext = typeof context === "string" ? context : context(row.key);
    return [{ key: row.key, was, is: sealAnew(keys, purpose, purposeContext, was, `${table} ${row.key}`) }];
  });
  if (changes.length === 0) return 0;
  const { rowCount } = await client.query(
    `UPDATE ${table} t SET ${column} = o.is_now FROM unnest($1::${key.type}[], $2::bytea[], $3::bytea[]) AS o(key, was, is_now)
     WHERE t.${key.column} = o.key AND t.${column} = o.was`,
    [changes.map((change) => change.key), changes.map(({ was }) => was), changes.map(({ is }) => is)],
  );
  return rowCount ?? 0;
}

function sealAnew(
  keys: KeyRing,
  purpose: Parameters<typeof seal>[1],
  context: string,
  was: Buffer,
  where: string,
): Buffer {
  try {
    return seal(keys, purpose, context, unseal(keys, purpose, context, was));
  } catch (cause) {
    throw new Error(`a value of ${where} (${context}) does not open under either secret`, { cause });
  }
}
