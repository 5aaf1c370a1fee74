import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { CONNECT_WITHIN } from "./patience";

/** Runs `work` on a connection of its own, closed afterwards. Takes a database's address. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN });
  const lost: Error[] = []; // a query that waits fails by itself; without a listener an idle loss would end the process
  client.on("error", (error) => lost.push(error));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Checks that a database answers. Refuses with one line that names what DATABASE_URL points at, without the password. */
export async function requireDatabase(url: string): Promise<void> {
  try {
    await withClient(url, (client) => client.query("SELECT 1"));
  } catch (cause) {
    const { host, pathname } = new URL(url);
    const reason =
      cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    throw new OperatorError(
      `The database ${host}${pathname} cannot be used (${reason}); check DATABASE_URL and that PostgreSQL runs.`,
      { cause },
    );
  }
}
