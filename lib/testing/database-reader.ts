import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";

/** A row as JSON: texts as they are, bytes, sealed or hashed, as hexadecimal digits. */
export type ReadRow = { table: string; row: string };

/** What somebody with the whole database reads in it: every row of every table and materialized view. */
export async function readRows(from: pg.Pool): Promise<ReadRow[]> {
  const { rows: tables } = await from.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const found: ReadRow[] = [];
  for (const { name } of tables) {
    const { rows } = await from.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
    found.push(...rows.map(({ row }) => ({ table: name, row })));
  }
  return found;
}

/** What somebody with the database and the secret can open: every sealed value there is. Refuses one that does not open. */
export async function readSealed(
  from: pg.Pool,
  keys: KeyRing,
): Promise<{ table: string; column: string; text: string }[]> {
  const opened: { table: string; column: string; text: string }[] = [];
  for (const { table, key, columns } of SEALED_TABLES)
    for (const { column, purpose, context } of columns) {
      const { rows } = await from.query<{ key: string; sealed: Buffer }>(
        `SELECT ${key.column}::text AS key, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
      );
      for (const row of rows) {
        const of = typeof context === "string" ? context : context(row.key);
        opened.push({ table, column, text: unseal(keys, purpose, of, row.sealed) });
      }
    }
  return opened;
}
