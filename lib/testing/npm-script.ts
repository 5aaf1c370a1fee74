import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { afterAll } from "vitest";

/** What a run said: on its output, on its errors, and on both as they came. */
export type Said = { out: string; err: string; said: string };
export type Run = Said & { code: number | null };
export type Started = { child: ChildProcess; heard: Said; ended: Promise<Run> };

/** Bundled code stands elsewhere; it is to find what lies beside its source all the same. */
const whereItWas: Plugin = {
  name: "where-it-was",
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8")
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: extname(path) === ".tsx" ? "tsx" : "ts" };
    });
  },
};

/** Loading these from their many small files takes longer than most commands; the rest find what lies beside them. */
const BUNDLED = /^(@prisma\/|pg$|zod($|\/)|validator\/|pino$)/;
/** What those packages call where they are not modules. */
const REQUIRE =
  'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);';
const NOT_OURS = /^([^./@]|@[^/])/;
const packagesOutside: Plugin = {
  name: "packages-outside",
  setup({ onResolve }) {
    onResolve({ filter: NOT_OURS }, ({ path, kind, importer }) =>
      kind === "entry-point" || BUNDLED.test(path) || importer.includes("node_modules")
        ? null
        : { path, external: true },
    );
  },
};

/**
 * A script of package.json, for tests that run it as operators do: `const evidence = npmScript("evidence");` at the top
 * of the file. The first run is the command of package.json to the letter; those after it run a bundle of the same
 * script, which starts in a quarter of the time. Takes arguments and the whole environment of each.
 */
export function npmScript(name: string) {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const [, ...command] = scripts[name]?.split(" ") ?? [];
  const entry = command.at(-1);
  if (!entry) throw new Error(`package.json has no script ${name}`);
  const runs = { started: 0 };
  const made: { bundle?: Promise<string> } = {};
  afterAll(async () => made.bundle && rmSync(dirname(await made.bundle), { recursive: true }));

  async function start(args: string[], env: NodeJS.ProcessEnv): Promise<Started> {
    runs.started += 1;
    const isFirst = runs.started === 1;
    if (!isFirst) made.bundle ??= bundle(entry ?? "");
    const how = made.bundle ? [await made.bundle] : command;
    return listen(spawn(process.execPath, [...how, ...args], { env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  return {
    start,
    run: async (args: string[], env: NodeJS.ProcessEnv): Promise<Run> => (await start(args, env)).ended,
  };
}

/** Below node_modules, from where the packages are found. */
async function bundle(entry: string): Promise<string> {
  mkdirSync("node_modules/.cache", { recursive: true });
  const folder = mkdtempSync(join(process.cwd(), "node_modules/.cache/script-"));
  const outfile = join(folder, "script.mjs");
  const target = { platform: "node", format: "esm", target: "node20.19" } as const;
  await build({
    ...target,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    external: ["pg-native", "cloudflare:sockets"],
    banner: { js: REQUIRE },
    plugins: [packagesOutside, whereItWas],
  });
  return outfile;
}

function listen(child: ChildProcess): Started {
  const heard: Said = { out: "", err: "", said: "" };
  for (const stream of ["out", "err"] as const)
    child[`std${stream}`]?.setEncoding("utf8").on("data", (text: string) => {
      heard[stream] += text;
      heard.said += text;
    });
  const ended = new Promise<Run>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ ...heard, code }));
  });
  return { child, heard, ended };
}
