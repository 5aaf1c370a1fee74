import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whenOrphaned } from "@/lib/config/supervised";
import { type EmbeddedServer, startEmbedded, THROWAWAY } from "@/lib/db/embedded-server";

/** Runs `work` with an empty PostgreSQL that is gone afterwards, data and all. Fast because it never syncs. */
export async function withScratchServer<T>(work: (server: EmbeddedServer) => Promise<T>): Promise<T> {
  const scratch = await startScratchServer();
  try {
    return await work(scratch);
  } finally {
    await scratch.stop();
  }
}

/**
 * Starts an empty PostgreSQL; `stop` also removes its data. Takes the folder to make its own in and `-c` settings:
 * without them it lies with the temporary files and never syncs.
 */
export async function startScratchServer(parent = tmpdir(), settings = THROWAWAY): Promise<EmbeddedServer> {
  const folder = mkdtempSync(join(parent, "vigil-scratch-"));
  chmodSync(folder, 0o711); // PostgreSQL's own user has to pass through
  const server = await startEmbedded(join(folder, "postgres"), settings);
  const folders = [server.folder, folder];
  // A test run that is stopped hard leaves nothing behind.
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
