import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "@playwright/test";
import { OperatorError } from "@/lib/config/operator-error";
import { describeFailure, say } from "../terminal";
import { runCommand, runNode } from "./run-command";

/** Where a browser is; null for the one that Playwright keeps and finds itself. */
export type Browser = { path: string | null };

/** Chromium without what a window needs: a page in it costs a third of the processor time. */
const SHELLS = [null, "/usr/bin/chromium-headless-shell"];
const WHOLE = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A Chromium that starts: that of CHROMIUM_PATH, or one that is there, a headless shell before all others, or a shell that
 * Playwright or Debian (as root) installs. Refuses where none of these works: a run without a browser would prove nothing.
 */
export async function findBrowser(stop: AbortSignal): Promise<Browser> {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return await requireStart(CHROMIUM_PATH);
  for (const install of [async () => undefined, installByPlaywright, installByDebian]) {
    await install(stop);
    const found = await firstThatStarts([...SHELLS, ...WHOLE]);
    if (found) return found;
  }
  throw new OperatorError(
    "No Chromium was found and none could be installed; install one, or set CHROMIUM_PATH to it.",
  );
}

async function firstThatStarts(paths: readonly Browser["path"][]): Promise<Browser | undefined> {
  for (const path of paths) {
    if (path !== null && !existsSync(path)) continue;
    const reason = await whyNot(path);
    if (reason === null) return { path };
    if (path !== null || !/executable doesn't exist/i.test(reason))
      say(`${path ?? "Playwright's browser"}: ${reason}`);
  }
  return undefined;
}

async function requireStart(path: string): Promise<Browser> {
  const reason = await whyNot(path);
  if (reason === null) return { path };
  throw new OperatorError(`CHROMIUM_PATH: ${path} does not start: ${reason}`);
}

/** Why a browser does not start (libraries that are missing stand at the end); null where it does. */
async function whyNot(path: Browser["path"]): Promise<string | null> {
  try {
    const browser = await chromium.launch({ executablePath: path ?? undefined, args: ["--no-sandbox"] });
    await browser.close();
    return null;
  } catch (error) {
    return describeFailure(error);
  }
}

async function installByPlaywright(stop: AbortSignal): Promise<void> {
  say("No Chromium here; trying Playwright's …");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  const within = AbortSignal.any([stop, AbortSignal.timeout(180_000)]);
  await runNode(cli, ["install", "--only-shell", "chromium"], within);
}

async function installByDebian(stop: AbortSignal): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  say("Trying Debian's …");
  const within = AbortSignal.any([stop, AbortSignal.timeout(300_000)]);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = (name: string) =>
    runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], within, env);
  await runCommand("apt-get", ["update", "-q"], within, env);
  // Older Debians have no package of the shell alone.
  if (!(await install("chromium-headless-shell"))) await install("chromium");
}
