import { realpathSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "@/lib/config/settings";
import { requireDatabase } from "@/lib/db/connection";
import { isRunning } from "@/lib/db/embedded-process";
import { type EmbeddedServer, ensureDatabase, startEmbedded } from "@/lib/db/embedded-server";
import { SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";
import { complain, say } from "../terminal";
import { deathsInARow } from "./child";

const NAME = "vigil";
const LOOK_EVERY = SECOND / 2;
const QUICK_DEATHS = 5;

/** The database of a start: an address, and for the embedded one also its end. */
export type Database = {
  url: string;
  /** Keeps the embedded PostgreSQL running. Resolves, with one line that says why, when it cannot be kept running. */
  failed: Promise<string>;
  stop(): Promise<void>;
};

/** The PostgreSQL of DATABASE_URL, which must answer, or one of our own in the data folder. */
export async function openDatabase(settings: Settings): Promise<Database> {
  if (settings.DATABASE_URL) {
    await requireDatabase(settings.DATABASE_URL);
    const never = new Promise<string>(() => undefined);
    return { url: settings.DATABASE_URL, failed: never, stop: async () => undefined };
  }
  return openEmbedded(join(settings.DATA_DIR, "postgres"));
}

async function openEmbedded(folder: string): Promise<Database> {
  const server = await startEmbedded(folder);
  say(
    server.adopted ? "PostgreSQL was left running by an earlier start; using it." : "PostgreSQL is running.",
  );
  if (server.folder !== realpathSync(folder))
    say(`PostgreSQL's data lies in ${server.folder}, because its own user could not reach ${folder}.`);
  await ensureDatabase(server, NAME);
  const stopping = new AbortController();
  const watch = watchOver(folder, server, stopping.signal);
  return {
    url: server.url(NAME),
    failed: watch.failed,
    async stop() {
      stopping.abort();
      await watch.failed.catch(() => undefined);
      await watch.current().stop();
    },
  };
}

/** Web and worker reconnect by themselves, as long as PostgreSQL comes back under the same address. */
function watchOver(folder: string, first: EmbeddedServer, stopping: AbortSignal) {
  let current = first;
  let since = Date.now();
  let deaths = 0;

  async function watch(): Promise<string> {
    while (!stopping.aborted) {
      await pauseUnless(stopping, LOOK_EVERY);
      if (stopping.aborted || isRunning(current.pid)) continue;
      deaths = deathsInARow(deaths, Date.now() - since);
      if (deaths > QUICK_DEATHS)
        return `PostgreSQL ended ${deaths} times in a row; see the file log in ${current.folder}.`;
      complain("PostgreSQL ended by itself; starting it again.");
      const again = await startEmbedded(folder).catch((error: Error) => error);
      if (again instanceof Error) return again.message;
      current = again;
      since = Date.now();
      if (again.port !== first.port)
        return "PostgreSQL's port was taken by another program meanwhile; start again.";
    }
    return "";
  }

  return { failed: watch(), current: () => current };
}
