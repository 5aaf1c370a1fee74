import { describeError, log } from "@/lib/logging/log";
import { MINUTE, SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";
import { isUnavailable } from "./errors";

/** A database that was killed is back within seconds, one that starts together with us within a minute. */
const PATIENCE = MINUTE;
const LOOK_EVERY = SECOND / 2;

type Wait = { limit?: number; stop?: AbortSignal };

/**
 * Does what a start needs of the database; while it is away or starting up, again and again, with one line in the log. Takes
 * work that may be repeated, how long at most (milliseconds; a minute unless told) and a signal that ends the waiting. Throws
 * what `work` throws for another reason (password, no such database) at once, and the last refusal when the time is over.
 */
export async function whenThere<T>(
  work: () => Promise<T>,
  { limit = PATIENCE, stop = new AbortController().signal }: Wait = {},
): Promise<T> {
  const until = Date.now() + limit;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || stop.aborted || Date.now() > until) throw error;
      if (tries === 1) log().warn({ error: describeError(error) }, "waiting for the database");
    }
    await pauseUnless(stop, LOOK_EVERY);
  }
}

/** A server that speaks no SSL says so of the connection too, and goes on doing so. */
function passes(error: unknown): boolean {
  return isUnavailable(error) && !(error instanceof Error && /\bSSL\b/.test(error.message));
}
