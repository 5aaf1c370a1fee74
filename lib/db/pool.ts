import pg from "pg";
import { settings } from "@/lib/config/runtime";
import { describeError, log } from "@/lib/logging/log";
import { CONNECT_WITHIN, SERVE_WITHIN } from "./patience";

const KEY = Symbol.for("vigil.pool");
const shared = globalThis as { [KEY]?: pg.Pool };

/** Connections of one process to PostgreSQL; web and worker together stay well under its default of 100. */
const POOL_SIZE = 10;

/** A machine that vanished with a lock in its hand would otherwise hold it for two hours (Linux's defaults). */
const NOTICE_VANISHED =
  "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

/** The one `pg` pool of this process, for hot statements; Prisma has its own (lib/db/prisma.ts). */
export function pool(): pg.Pool {
  shared[KEY] ??= openPool(settings().DATABASE_URL, POOL_SIZE, SERVE_WITHIN);
  return shared[KEY];
}

/**
 * Opens a pool whose connections may break (a restarted database), idle or at work, without ending the process. Takes how
 * many it may open and how long one is waited for, in milliseconds.
 */
export function openPool(databaseUrl: string, size = POOL_SIZE, within = CONNECT_WITHIN): pg.Pool {
  const opened = new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: within,
    application_name: "vigil",
    onConnect: async (client) => {
      await client.query(NOTICE_VANISHED);
    },
  });
  const lost = (error: Error) =>
    opened.ending || log().warn({ error: describeError(error) }, "database connection lost");
  opened.on("connect", (client) => client.on("error", lost));
  opened.on("error", () => undefined); // of an idle connection, which has said so itself
  return opened;
}

/** Ends the pool if it was opened. */
export async function closePool(): Promise<void> {
  const opened = shared[KEY];
  shared[KEY] = undefined;
  await opened?.end();
}
