import type pg from "pg";

function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/** The unique key that was hit (SQLSTATE 23505), or undefined. */
export function violatedUniqueKey(error: unknown): string | undefined {
  if (sqlState(error) !== "23505") return undefined;
  return (error as { constraint?: string }).constraint ?? "";
}

/** Classes 22 and 23 (data, integrity): the values' fault, so that trying other values may succeed. */
export function isDataFault(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? "");
}

/** Deadlock or serialisation failure: nothing was written and the same may be tried again (PostgreSQL, appendix A, class 40). */
export function isRetryable(error: unknown): boolean {
  return ["40001", "40P01"].includes(sqlState(error) ?? "");
}

/** Whether the database answers just now. */
export async function databaseAnswers(pool: pg.Pool): Promise<boolean> {
  try {
    await pool.query("SELECT 1");
    return true;
  } catch (error) {
    if (isUnavailable(error)) return false;
    throw error;
  }
}

/** The code of an error that says: more is waiting to be written than can be in time. */
export const QUEUE_FULL = "VIGIL_QUEUE_FULL";

/** The database cannot be reached, is starting or is stopping: not an error of ours, and it passes. */
export function isUnavailable(error: unknown): boolean {
  const code = sqlState(error) ?? "";
  if (
    /^(08|57P|53)/.test(code) ||
    [QUEUE_FULL, "ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(code)
  )
    return true;
  return error instanceof Error && /connection|timeout exceeded when trying to connect/i.test(error.message);
}
