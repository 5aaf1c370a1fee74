import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Set to 1 by `npm start` for the processes it starts. */
export const SUPERVISED = "VIGIL_SUPERVISED";

/**
 * Stops this process when the one that started it is gone, also after a hard kill: `npm start` keeps a pipe to the
 * standard input of its children open, and the system closes it when `npm start` ends, however that happens. Takes
 * what to do then; the process exits afterwards. Without VIGIL_SUPERVISED=1 nothing is watched: `npm run serve`
 * under another supervisor may well have an empty standard input.
 */
export function exitWhenOrphaned(stop: () => Promise<void>): void {
  if (process.env[SUPERVISED] !== "1") return;
  let begun = false;
  const end = () => {
    if (begun) return;
    begun = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.stdin.on("end", end).on("close", end).on("error", end);
  process.stdin.resume();
}

/**
 * Runs a shell script when this process ends without having cancelled it, also after a hard kill. Takes the script
 * and its arguments ("$1", …). Returns the function that cancels it.
 */
export function whenOrphaned(script: string, args: string[]): () => void {
  const watcher = spawn("/bin/sh", ["-c", `cat > /dev/null; ${script}`, "watcher", ...args], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watcher.unref();
  (watcher.stdin as Socket).unref();
  return () => {
    watcher.kill("SIGKILL");
    watcher.stdin.destroy();
  };
}
