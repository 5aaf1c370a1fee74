import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "@playwright/test";
import { OperatorError } from "@/lib/config/operator-error";
import { say } from "../terminal";
import { runCommand, runNode } from "./run-command";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Path of a Chromium that starts: CHROMIUM_PATH, one that is installed, one that Playwright downloads, or one from
 * Debian's packages (as root). Refuses where none of these works: a run without a browser would prove nothing.
 */
export async function findBrowser(stop: AbortSignal): Promise<string> {
  const found = firstThatStarts();
  if (found) return found;
  for (const install of [installByPlaywright, installByDebian]) {
    await install(stop);
    const installed = firstThatStarts();
    if (installed) return installed;
  }
  throw new OperatorError(
    "No Chromium was found and none could be installed; install one, or set CHROMIUM_PATH to it.",
  );
}

function firstThatStarts(): string | undefined {
  const paths = [process.env.CHROMIUM_PATH, ...INSTALLED, chromium.executablePath()];
  return paths.find(
    (path): path is string => !!path && existsSync(path) && spawnSync(path, ["--version"]).status === 0,
  );
}

async function installByPlaywright(stop: AbortSignal): Promise<void> {
  say("No Chromium here; trying Playwright's …");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  await runNode(cli, ["install", "chromium"], AbortSignal.any([stop, AbortSignal.timeout(180_000)]));
}

async function installByDebian(stop: AbortSignal): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  say("Trying Debian's Chromium …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update", "-q"], stop, env);
  await runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], stop, env);
}
