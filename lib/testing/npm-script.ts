import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { afterAll, onTestFinished, vi } from "vitest";
import { OperatorError } from "@/lib/config/operator-error";
import { SettingError } from "@/lib/config/settings";

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

/**
 * What a script does with its arguments, as a command of its own process: `targets(["list"], env)`. The first run is the
 * command of package.json to the letter; the others are the function that the script calls, in this process, with that
 * environment, and what it says is heard. What an operator cannot put right is thrown.
 */
export function npmCommand(name: string, main: (args: string[]) => Promise<void>) {
  const script = npmScript(name);
  const runs = { started: 0 };
  return async (args: string[], env: NodeJS.ProcessEnv): Promise<Run> => {
    runs.started += 1;
    return runs.started === 1 ? await script.run(args, env) : await runHere(() => main(args), env);
  };
}

async function runHere(main: () => Promise<void>, env: NodeJS.ProcessEnv): Promise<Run> {
  const heard: Said = { out: "", err: "", said: "" };
  const before = process.env;
  const ears = [hear(process.stdout, heard, "out"), hear(process.stderr, heard, "err")];
  const restore = () => {
    process.env = before;
    process.exitCode = undefined;
    for (const ear of ears) ear.mockRestore();
  };
  onTestFinished(restore); // also where the test ran out of time in it
  process.env = { ...env };
  try {
    await main();
    return { ...heard, code: Number(process.exitCode ?? 0) };
  } catch (error) {
    if (!(error instanceof OperatorError || error instanceof SettingError))
      throw new Error(`after it had said:\n${heard.said}`, { cause: error });
    const line = `${error.message}\n`;
    return { out: heard.out, err: heard.err + line, said: heard.said + line, code: 1 };
  } finally {
    restore();
  }
}

function hear(stream: NodeJS.WriteStream, heard: Said, name: "out" | "err") {
  return vi.spyOn(stream, "write").mockImplementation((text, ...rest: unknown[]) => {
    heard[name] += String(text);
    heard.said += String(text);
    const written = rest.at(-1);
    if (typeof written === "function") written();
    return true;
  });
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
