import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { withClient } from "@/lib/db/connection";

/** The catalog's one-letter type "char", which `PrismaPg` does not know. */
const CHAR = 18;
const TEXT = 25;

/** A PostgreSQL: gives the address of a database of it; "postgres" is the one to work from. */
export type Databases = { url(database: string): string };

/**
 * `PrismaPg` as the schema engine needs it. By itself it splits scripts at every semicolon, also inside a function's
 * body; drops the shadow database while still connected to it; and cannot read the catalog's type "char".
 */
export function schemaEngineAdapter(server: Databases): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(server.url("postgres"), async () => undefined),
    async connectToShadowDb() {
      const name = `shadow_${randomUUID().replaceAll("-", "")}`;
      await onServer(server, `CREATE DATABASE ${name}`);
      return connect(server.url(name), () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function connect(url: string, afterwards: () => Promise<void>): Promise<SqlDriverAdapter> {
  const { pool, charColumns } = catalogPool(url);
  const inner = await new PrismaPg(pool).connect();
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    async queryRaw(query) {
      const result = await inner.queryRaw(query);
      for (const index of charColumns.get(result.rows) ?? [])
        result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
    executeRaw: (query) => inner.executeRaw(query),
    executeScript: async (script) => void (await pool.query(script)),
    startTransaction: (level) => inner.startTransaction(level),
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    async dispose() {
      await pool.end();
      await afterwards();
    },
  };
}

/** A pool that passes "char" columns off as text, and remembers by a result's rows which columns those were. */
function catalogPool(url: string) {
  // Idle connections go at once: the engine leaves its own open, and with it the migration lock.
  const pool = new pg.Pool({ connectionString: url, max: 4, idleTimeoutMillis: 50 });
  const charColumns = new WeakMap<unknown[][], number[]>();
  const ask = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryArrayResult>;
  const query = async (...args: unknown[]) => {
    const result = await ask(...args);
    if (!result.rows) return result; // a script of several statements
    charColumns.set(
      result.rows,
      result.fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : [])),
    );
    for (const field of result.fields) if (field.dataTypeID === CHAR) field.dataTypeID = TEXT;
    return result;
  };
  return { pool: Object.assign(pool, { query }) as pg.Pool, charColumns };
}

async function onServer(server: Databases, statement: string): Promise<void> {
  await withClient(server.url("postgres"), (client) => client.query(statement));
}
