import type { Server } from "node:http";
import { describeError, log } from "@/lib/logging/log";
import { SECOND } from "@/lib/time/durations";

/** Requests under way get this long to end before their connections are cut. */
const DRAIN = 10 * SECOND;

/**
 * Ends a server kindly on SIGTERM and SIGINT: no new connections, what is under way is answered, then `release`
 * frees what it held and the process exits with 0. Signals that come again change nothing. Returns the same stop
 * for other causes.
 */
export function stopServer(server: Server, release: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= drain(server)
      .then(release)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log().error({ error: describeError(error) }, "could not stop cleanly");
          process.exit(1);
        },
      );
    return stopping;
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return stop;
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
    server.on("request", (_, response) => response.setHeader("connection", "close"));
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    server.once("close", () => clearInterval(sweep));
  });
}
