import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whenOrphaned } from "@/lib/config/supervised";
import { type EmbeddedServer, startEmbedded, THROWAWAY } from "@/lib/db/embedded-server";

const MEMORY = "/dev/shm";
/** Bytes: more than all test databases that are there at once, and what is logged ahead of them. */
const ENOUGH = 2 * 1024 ** 3;

/**
 * The folder to make a PostgreSQL in that nobody will miss: in memory, where there is enough of it, else with the temporary
 * files. A database is 700 files, and a disk's file system takes up to half a second of processor to make them where many were
 * removed a moment ago (ext4 looks at each); in memory it is 20 ms, and each file of tests has a database.
 */
export function scratchParent(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, process.availableMemory()) > ENOUGH ? MEMORY : tmpdir();
  } catch {
    return tmpdir(); // there is no such place on this system
  }
}

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
 * without them it lies in memory where it can, and never syncs.
 */
export async function startScratchServer(
  parent = scratchParent(),
  settings = THROWAWAY,
): Promise<EmbeddedServer> {
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
