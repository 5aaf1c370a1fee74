import { createHash } from "node:crypto";
import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";

/** What stands at the head of a dump. */
export type DumpHead = {
  vigil: "backup";
  format: 1;
  takenAt: string;
  /** Which APP_SECRET its sealed values need, hex. */
  keyId: string;
  migrations: { name: string; checksum: string }[];
  /** In the order in which they can be loaded: what a table refers to comes before it. */
  tables: Table[];
};
type Table = { name: string; columns: string[] };
/** What stands at its end: rows per table, and SHA-256 of everything before, hex. */
export type DumpEnd = { rows: Record<string, number>; digest: string };

/** Rows read at once. */
const STEP = 1_000;

/** What a restored installation must not have: sign-ins from before, and the signs of life of other processes. */
const LEFT_OUT = ["_prisma_migrations", "session", "sign_in_token", "worker_heartbeat"];

/**
 * Everything the database holds, as lines: a head, per table its name and then its rows as JSON, an end. One snapshot,
 * whatever is written meanwhile. Unlogged tables (salts) are left out, and so are sessions. Takes a connection of its
 * own and the time. What is personal is sealed, for it leaves the database as it lies there.
 */
export async function* dump(client: pg.Client, now: Date): AsyncGenerator<string> {
  const digest = createHash("sha256");
  const lines = (text: string) => {
    digest.update(text);
    return text;
  };
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  const head = await readHead(client, now);
  const keyOf = await primaryKeys(client);
  yield lines(`# ${JSON.stringify(head)}\n`);
  const rows: Record<string, number> = {};
  for (const { name } of head.tables) {
    yield lines(`# ${JSON.stringify({ table: name })}\n`);
    rows[name] = 0;
    for await (const batch of tableRows(client, name, keyOf.get(name) ?? [])) {
      rows[name] += batch.length;
      yield lines(`${batch.join("\n")}\n`);
    }
  }
  await client.query("COMMIT");
  yield `# ${JSON.stringify({ rows, digest: digest.digest("hex") } satisfies DumpEnd)}\n`;
}

async function readHead(client: pg.Client, now: Date): Promise<DumpHead> {
  const migrations = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL ORDER BY 1`,
  );
  const setting = await client.query<{ value: string }>(
    "SELECT value FROM setting WHERE key = 'secret-key-id'",
  );
  if (!setting.rows[0])
    throw new OperatorError("This database was never started with a secret; there is nothing to back up.");
  return {
    vigil: "backup",
    format: 1,
    takenAt: now.toISOString(),
    keyId: setting.rows[0].value,
    migrations: migrations.rows,
    tables: await tablesInOrder(client),
  };
}

type Referring = Table & { refers: string[] };

async function tablesInOrder(client: pg.Client): Promise<DumpHead["tables"]> {
  const { rows } = await client.query<Referring>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
       coalesce((SELECT array_agg(DISTINCT r.relname::text) FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND r.oid <> c.oid), '{}') AS refers
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
       AND c.relname <> ALL ($1) ORDER BY 1`,
    [LEFT_OUT],
  );
  const ordered: Referring[] = [];
  while (ordered.length < rows.length) {
    const placed = new Set(ordered.map(({ name }) => name));
    const next = rows.filter(
      ({ name, refers }) => !placed.has(name) && refers.every((other) => placed.has(other)),
    );
    if (next.length === 0) throw new Error("tables refer to each other in a circle");
    ordered.push(...next);
  }
  return ordered.map(({ name, columns }) => ({ name, columns }));
}

/** The columns of each table's primary key. */
async function primaryKeys(client: pg.Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) AS columns
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
     WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace GROUP BY 1`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** By primary key: as the rows lie on the disk they tell in which order they were last changed. */
async function* tableRows(client: pg.Client, table: string, key: string[]): AsyncGenerator<string[]> {
  const name = pg.escapeIdentifier(table);
  const order =
    key.length > 0 ? `ORDER BY ${key.map((column) => pg.escapeIdentifier(column)).join(", ")}` : "";
  await client.query(
    `DECLARE dumped NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM ${name} AS t ${order}`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${STEP} FROM dumped`);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < STEP) break;
  }
  await client.query("CLOSE dumped");
}
