import { PrismaPg } from "@prisma/adapter-pg";
import { settings } from "@/lib/config/runtime";
import { PrismaClient } from "./generated/client";
import { CONNECT_WITHIN, SERVE_WITHIN } from "./patience";

const KEY = Symbol.for("vigil.prisma");
const shared = globalThis as { [KEY]?: PrismaClient };

/** The client or an open transaction: what a query or command needs. */
export type Db = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends" | "$use"
>;

/** The Prisma client of this process. */
export function prisma(): PrismaClient {
  shared[KEY] ??= openPrisma(settings().DATABASE_URL, SERVE_WITHIN);
  return shared[KEY];
}

/**
 * Opens a client on a database; callers that open one of their own disconnect it. Takes how long a connection is waited for,
 * and a transaction may take unless it says otherwise, in milliseconds.
 */
export function openPrisma(databaseUrl: string, within = CONNECT_WITHIN): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: 10, connectionTimeoutMillis: within }),
    transactionOptions: { maxWait: within, timeout: within },
  });
}

export async function closePrisma(): Promise<void> {
  const opened = shared[KEY];
  shared[KEY] = undefined;
  await opened?.$disconnect();
}
