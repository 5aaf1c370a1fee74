import { mkdirSync } from "node:fs";
import { readSettings } from "@/lib/config/settings";
import type { EmbeddedServer } from "@/lib/db/embedded-server";
import { startScratchServer } from "@/lib/testing/scratch-server";

/**
 * Starts an empty PostgreSQL as `npm start` runs it, syncing every commit, on the disk that would hold the data
 * (a temporary folder may be memory, where syncing costs nothing). `stop` also removes its data.
 */
export function startDurableServer(): Promise<EmbeddedServer> {
  const { DATA_DIR } = readSettings(process.env);
  mkdirSync(DATA_DIR, { recursive: true, mode: 0o711 });
  return startScratchServer(DATA_DIR, []);
}
