import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** Where a build keeps the web and the worker process, relative to its folder. */
const FOLDER = "processes";

/** Memory for objects, in MB: without a limit Node lets garbage lie while the machine has room, and a surge makes much. */
const HEAP_LIMIT = 256;

/**
 * Arguments of Node for a process of the current build. Source maps would take half of a start: the bundles keep the
 * names of functions, and the maps lie beside them for whoever has to look closer.
 */
export function processArguments(name: "web" | "worker"): string[] {
  return [`--max-old-space-size=${HEAP_LIMIT}`, `.next/${FOLDER}/${name}.mjs`];
}

/** Left whole, a highlighter and style sheets that no mail of ours uses, or some hundred small files, take a good part of each start. */
const BUNDLED = /^(react-email|@react-email\/render|validator\/lib\/\w+\.js|zod(\/v4(\/core)?)?)$/;
/** Neither a relative path nor, with our alias, one of our own. */
const PACKAGE = /^([^./@]|@[^/])/;

/** Mails as their templates make them, so that no worker has to load the templates and their libraries first. */
const mailsMarked: Plugin = {
  name: "mails-marked",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/]mail[\\/]marked-mails\.ts$/ }, async () => {
      // Templates and catalogs are for a build alone: who only wants to know how a process is started loads none.
      const { markAllMails } = await import("@/lib/mail/mark-mail");
      return { contents: `export const MARKED_MAILS = ${JSON.stringify(await markAllMails())};` };
    });
  },
};

/** Packages stay outside, but for those of which little is used. */
const packagesOutside: Plugin = {
  name: "packages-outside",
  setup({ onResolve }) {
    onResolve({ filter: PACKAGE }, ({ path, kind }) =>
      kind === "entry-point" || BUNDLED.test(path) ? null : { path, external: true },
    );
  },
};

/**
 * Bundles the web and the worker process: run from their TypeScript they would need three times the time to start.
 * Takes the project's folder and the folder of the build.
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
    plugins: [packagesOutside, mailsMarked],
    jsx: "automatic",
    sourcemap: "linked",
    logLevel: "silent",
  });
}
