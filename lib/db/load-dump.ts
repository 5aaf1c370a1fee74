import { createHash, type Hash } from "node:crypto";
import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import type { DumpEnd, DumpHead } from "./dump";

/** Rows written at once. */
const STEP = 500;

/** A dump whose head has been read; the rest waits. */
export type OpenDump = { head: DumpHead; rest: AsyncGenerator<string>; digest: Hash };

/** Reads the head of a dump. Takes its lines. Refuses what is no dump, or one of a format that this version does not know. */
export async function openDump(lines: AsyncGenerator<string>): Promise<OpenDump> {
  const { value: first } = await lines.next();
  const head = first === undefined ? null : (control(first) as DumpHead | null);
  if (head?.vigil !== "backup") throw new OperatorError("This file is no backup of a database of Vigil.");
  if (head.format !== 1)
    throw new OperatorError("A newer version of Vigil made this backup; restore it with that one.");
  const digest = createHash("sha256").update(`${first}\n`);
  return { head, rest: lines, digest };
}

/**
 * Goes through a dump and hands on its rows, some hundred at a time. Returns rows per table. Throws where the end is
 * missing, or does not say what was read.
 */
export async function readDump(
  { head, rest, digest }: OpenDump,
  take: (table: DumpHead["tables"][number], rows: string[]) => Promise<void>,
): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  let table: DumpHead["tables"][number] | undefined;
  let waiting: string[] = [];
  const flush = async () => {
    if (table && waiting.length > 0) await take(table, waiting);
    waiting = [];
  };
  for await (const line of rest) {
    const said = line.startsWith("#") ? control(line) : null;
    if (said && "digest" in said) {
      await flush();
      refuseUnlike(said as DumpEnd, seen, digest.digest("hex"));
      return seen;
    }
    digest.update(`${line}\n`);
    if (said) {
      await flush();
      table = head.tables.find(({ name }) => name === (said as { table?: string }).table);
      if (!table) throw damaged();
      seen[table.name] = 0;
      continue;
    }
    if (!table) throw damaged();
    waiting.push(line);
    seen[table.name] = (seen[table.name] ?? 0) + 1;
    if (waiting.length === STEP) await flush();
  }
  throw damaged();
}

/** Writes a dump into an empty, migrated database, all or nothing. Takes a connection of its own. Returns rows per table. */
export async function loadDump(client: pg.Client, opened: OpenDump): Promise<Record<string, number>> {
  const tables = opened.head.tables.map(({ name }) => pg.escapeIdentifier(name));
  await client.query("BEGIN");
  // What migrations put in stands in the dump too, and texts that are frozen now were not when they came in.
  await client.query(`TRUNCATE ${tables.join(", ")} CASCADE`);
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const rows = await readDump(opened, (table, lines) => insert(client, table, lines));
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await moveSequences(client);
  await client.query("COMMIT");
  await client.query("ANALYZE");
  return rows;
}

async function insert(
  client: pg.Client,
  { name, columns }: DumpHead["tables"][number],
  lines: string[],
): Promise<void> {
  const table = pg.escapeIdentifier(name);
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  await client.query(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [`[${lines.join(",")}]`],
  );
}

/** Numbers go on after the highest that was loaded. */
async function moveSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS "table", a.attname AS "column", s.oid::regclass::text AS sequence FROM pg_depend d
     JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class c ON c.oid = d.refobjid
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid WHERE c.relnamespace = 'public'::regnamespace`,
  );
  for (const { table, column, sequence } of rows) {
    const [from, name] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)];
    await client.query(
      `SELECT setval($1::regclass, greatest((SELECT max(${name}) FROM ${from}), 1), (SELECT count(*) > 0 FROM ${from}))`,
      [sequence],
    );
  }
}

function refuseUnlike(end: DumpEnd, seen: Record<string, number>, digest: string): void {
  const same = Object.keys({ ...end.rows, ...seen }).every((table) => end.rows[table] === seen[table]);
  if (!same || end.digest !== digest) throw damaged();
}

function control(line: string): object | null {
  try {
    return JSON.parse(line.replace(/^# /, "")) as object;
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): OperatorError {
  return new OperatorError("The backup is not whole: what it holds is not what its end says; take another.", {
    cause,
  });
}
