import { OperatorError } from "@/lib/config/operator-error";
import { SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";

const LIMIT = 90 * SECOND;

/** Waits until the web process says that it, the database and the worker are ready. Takes its address. */
export async function waitUntilReady(origin: string, stop: AbortSignal): Promise<void> {
  const until = Date.now() + LIMIT;
  while (!stop.aborted) {
    const status = await askReadiness(origin, stop);
    if (status === 200) return;
    if (Date.now() > until) {
      throw new OperatorError(
        `Vigil does not become ready (${origin}/readyz answers ${status ?? "nothing"}); what the processes said stands above.`,
      );
    }
    await pauseUnless(stop, 100);
  }
}

async function askReadiness(origin: string, stop: AbortSignal): Promise<number | null> {
  try {
    const answer = await fetch(`${origin}/readyz`, {
      signal: AbortSignal.any([stop, AbortSignal.timeout(5 * SECOND)]),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null; // not listening yet
  }
}

/** How to reach the web process from this machine. */
export function localOrigin(host: string, port: number): string {
  const reachable =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}
