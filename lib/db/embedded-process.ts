import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { SECOND } from "@/lib/time/durations";

const POLL = 25;

/**
 * Whether a process runs. Takes its id. A zombie does not run: where nobody reaps orphans, as in a container
 * without an init, a killed PostgreSQL would otherwise seem to live for ever.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

/** A process's program and arguments with spaces between, empty where it has ended. Takes its id. */
export function commandLine(pid: number): string {
  // macOS has no /proc, and a small Linux container no ps.
  if (process.platform !== "linux")
    return spawnSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(String((error as NodeJS.ErrnoException).code))) return "";
    throw error;
  }
}

/** Waits until a process has ended. Returns false where it still runs after `limit` milliseconds. */
export async function waitForEnd(pid: number, limit: number): Promise<boolean> {
  const until = Date.now() + limit;
  while (isRunning(pid)) {
    if (Date.now() > until) return false;
    await pause(POLL);
  }
  return true;
}

/** Sends a signal; a process that has ended already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * Stops a postmaster "fast" (SIGINT: open transactions are rolled back; SIGTERM would wait for every client), and
 * after 30 s "immediate", which the next start recovers from.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  if (await waitForEnd(pid, 30 * SECOND)) return;
  signal(pid, "SIGQUIT");
  await waitForEnd(pid, 10 * SECOND);
}

function isZombie(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    // The process ended between the two looks.
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
