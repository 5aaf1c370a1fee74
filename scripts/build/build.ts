import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type BuildFailure, build as bundle } from "esbuild";
import { OperatorError } from "@/lib/config/operator-error";
import { whenOrphaned } from "@/lib/config/supervised";
import { say } from "../terminal";
import { bundleProcesses } from "./processes";
import { sourcesFingerprint } from "./sources";

const CURRENT = ".next";
const ASIDE = ".next-building";
const FORMER = ".next-former";
/** Inside the build: what it was made from. */
const STAMP = "made-from";
/** Scripts of public pages, and what each is made from. */
const BROWSER_SCRIPTS = {
  "public/enhance.js": "components/enhance/main.ts",
  "public/write-letter.js": "components/enhance/write-letter.ts",
  "public/proof-worker.js": "components/enhance/proof-worker.ts",
};
const COMPLAINT_LIMIT = 4_000;

/** Whether there is a build, and it was made from the sources as they are. */
export function isBuildCurrent(root: string): boolean {
  const stamp = join(root, CURRENT, STAMP);
  return (
    existsSync(stamp) &&
    Object.keys(BROWSER_SCRIPTS).every((script) => existsSync(join(root, script))) &&
    readFileSync(stamp, "utf8") === sourcesFingerprint(root)
  );
}

/**
 * Builds aside and swaps the result in, so that a build that fails or is stopped leaves the former one as it was:
 * Next by itself destroys it first. Takes the project's folder and a signal that gives up.
 */
export async function build(root: string, stop?: AbortSignal): Promise<void> {
  restoreFormer(root);
  const madeFrom = sourcesFingerprint(root);
  rmSync(join(root, ASIDE), { recursive: true, force: true });
  const scripts = await orRefuse(bundleScripts(root));
  await buildPages(root, stop);
  if (stop?.aborted) return;
  await orRefuse(bundleProcesses(root, ASIDE));
  writeFileSync(join(root, ASIDE, STAMP), madeFrom);
  swapIn(root, scripts);
}

async function buildPages(root: string, stop?: AbortSignal): Promise<void> {
  say("Building the pages (about a minute) …");
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const env = {
    ...process.env,
    NODE_ENV: "production",
    NEXT_DIST_DIR: ASIDE,
    NEXT_TELEMETRY_DISABLED: "1",
  } as const;
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const killGroup = () => process.kill(-Number(child.pid), "SIGKILL");
  // Left alone it would go on, and write into the folder of the next build.
  const cancel = whenOrphaned('kill -KILL -- "-$1"', [String(child.pid)]);
  stop?.addEventListener("abort", killGroup);
  const { code, said } = await outcome(child);
  cancel();
  stop?.removeEventListener("abort", killGroup);
  if (code !== 0 && !stop?.aborted) {
    throw new OperatorError(
      `${said.slice(-COMPLAINT_LIMIT)}\nThe build failed, see above; the former build is untouched.`,
    );
  }
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk));
  const code = await new Promise<number | null>((done, fail) =>
    child.once("error", fail).once("close", done),
  );
  return { code, said };
}

/** The script of public pages and its worker: they only improve what works without them, and run in browsers of 2019. */
async function bundleScripts(root: string): Promise<Record<string, Uint8Array>> {
  const bundled = Object.entries(BROWSER_SCRIPTS).map(async ([script, source]) => [
    script,
    await bundleScript(join(root, source)),
  ]);
  return Object.fromEntries(await Promise.all(bundled));
}

async function bundleScript(source: string): Promise<Uint8Array> {
  const { outputFiles } = await bundle({
    entryPoints: [source],
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2019",
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

async function orRefuse<T>(bundling: Promise<T>): Promise<T> {
  try {
    return await bundling;
  } catch (cause) {
    const [error] = (cause as BuildFailure).errors ?? [];
    if (!error) throw cause;
    throw new OperatorError(
      `The build failed: ${error.text} (${error.location?.file}); the former build is untouched.`,
      { cause },
    );
  }
}

function swapIn(root: string, scripts: Record<string, Uint8Array>): void {
  for (const [script, content] of Object.entries(scripts)) writeFileSync(join(root, script), content);
  rmSync(join(root, FORMER), { recursive: true, force: true });
  if (existsSync(join(root, CURRENT))) renameSync(join(root, CURRENT), join(root, FORMER));
  renameSync(join(root, ASIDE), join(root, CURRENT));
  rmSync(join(root, FORMER), { recursive: true, force: true });
  pointTypesAt(root);
}

/** A swap that was killed halfway left the former build aside; without it a build that fails would leave none. */
export function restoreFormer(root: string): void {
  if (!existsSync(join(root, CURRENT)) && existsSync(join(root, FORMER)))
    renameSync(join(root, FORMER), join(root, CURRENT));
}

/** Next's declarations name the folder it built in. */
function pointTypesAt(root: string): void {
  const path = join(root, "next-env.d.ts");
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(`./${ASIDE}/`, `./${CURRENT}/`));
}
