import { join } from "node:path";
import { build } from "esbuild";

/** Where a build keeps the web and the worker process, relative to its folder. */
const FOLDER = "processes";

/** Memory for objects, in MB: without a limit Node lets garbage lie while the machine has room, and a surge makes much. */
const HEAP_LIMIT = 256;

/** Arguments of Node for a process of the current build. */
export function processArguments(name: "web" | "worker"): string[] {
  return ["--enable-source-maps", `--max-old-space-size=${HEAP_LIMIT}`, `.next/${FOLDER}/${name}.mjs`];
}

/**
 * Bundles the web and the worker process: run from their TypeScript they would need three times the time to start.
 * Packages stay outside. Takes the project's folder and the folder of the build.
 */
export async function bundleProcesses(root: string, buildFolder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { web: "server.ts", worker: "lib/worker/main.ts" },
    outdir: join(root, buildFolder, FOLDER),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    jsx: "automatic",
    sourcemap: "linked",
    logLevel: "silent",
  });
}
