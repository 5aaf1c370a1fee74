import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "@/lib/config/settings";
import { whenOrphaned } from "@/lib/config/supervised";
import { type EmbeddedServer, startEmbedded } from "@/lib/db/embedded-server";

/**
 * Starts an empty PostgreSQL as `npm start` runs it, syncing every commit, on the disk that would hold the data
 * (a temporary folder may be memory, where syncing costs nothing). `stop` also removes its data.
 */
export async function startDurableServer(): Promise<EmbeddedServer> {
  const { DATA_DIR } = readSettings(process.env);
  mkdirSync(DATA_DIR, { recursive: true, mode: 0o711 });
  const folder = mkdtempSync(join(DATA_DIR, "bench-"));
  chmodSync(folder, 0o711); // PostgreSQL's own user has to pass through
  const server = await startEmbedded(join(folder, "postgres"));
  const folders = [server.folder, folder];
  const cleanUp = 'pid=$1; shift; kill -INT "$pid"; sleep 1; rm -rf "$@"';
  const cancel = whenOrphaned(cleanUp, [String(server.pid), ...folders]);
  return {
    ...server,
    async stop() {
      cancel();
      await server.stop();
      for (const used of folders) rmSync(used, { recursive: true, force: true });
    },
  };
}
