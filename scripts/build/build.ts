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
const ENHANCE = "public/enhance.js";
const COMPLAINT_LIMIT = 4_000;

/** Whether there is a build, and it was made from the sources as they are. */
export function isBuildCurrent(root: string): boolean {
  const stamp = join(root, CURRENT, STAMP);
  return (
    existsSync(stamp) &&
    existsSync(join(root, ENHANCE)) &&
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
  const enhancement = await orRefuse(bundleEnhancement(root));
  await buildPages(root, stop);
  if (stop?.aborted) return;
  await orRefuse(bundleProcesses(root, ASIDE));
  writeFileSync(join(root, ASIDE, STAMP), madeFrom);
  swapIn(root, enhancement);
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

/** The one script of public pages: it only improves what works without it, and runs in browsers of 2019. */
async function bundleEnhancement(root: string): Promise<Uint8Array> {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, "components/enhance/main.ts")],
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

function swapIn(root: string, enhancement: Uint8Array): void {
  writeFileSync(join(root, ENHANCE), enhancement);
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
