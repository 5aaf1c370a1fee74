import type pg from "pg";

type Isolation = "READ COMMITTED" | "REPEATABLE READ" | "SERIALIZABLE";

/**
 * Runs `work` in one transaction on one connection: committed when it returns, rolled back when it throws. A
 * connection on which even the rollback fails is closed rather than given back to the pool.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  isolation: Isolation = "READ COMMITTED",
): Promise<T> {
  const client = await pool.connect();
  let unusable: Error | undefined;
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    unusable = await rollBack(client);
    throw error;
  } finally {
    client.release(unusable);
  }
}

async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Runs `work` while this connection holds a session-level advisory lock, or returns null at once where another
 * holds it. For work whose snapshot must be younger than the lock.
 */
export async function withAdvisoryLock<T>(
  pool: pg.Pool,
  lock: number,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  let unusable: Error | undefined;
  try {
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
      lock,
    ]);
    if (!rows[0]?.locked) return null;
    try {
      return await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [lock]);
    }
  } catch (error) {
    unusable = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(unusable);
  }
}
