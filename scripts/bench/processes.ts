import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { SUPERVISED, whenOrphaned } from "@/lib/config/supervised";
import { SECOND } from "@/lib/time/durations";
import { ROOT } from "../project";
import { terminate } from "../start/child";

const READY_LIMIT = 60 * SECOND;

/** A server under measurement, in a process of its own. */
export type Served = { pid: number; port: number; stop(): Promise<void> };

export type Plan = {
  /** For messages. */
  name: string;
  /** Arguments for Node; the port is in the environment as PORT. */
  args: (port: number) => string[];
  env: NodeJS.ProcessEnv;
  /** A path that answers once it is up, with any status. */
  probe: string;
  /** An open file for what it says. */
  output: number;
};

/** Starts a server on a free port and waits until it answers. It ends with this process, however that ends. */
export async function serve({ name, args, env, probe, output }: Plan): Promise<Served> {
  const port = await freePort();
  const child = spawn(process.execPath, args(port), {
    cwd: ROOT,
    env: { ...env, PORT: String(port), APP_URL: `http://localhost:${port}`, [SUPERVISED]: "1" },
    detached: true,
    stdio: ["pipe", output, output],
  });
  child.stdin?.on("error", () => undefined); // it ended; the wait below says so
  const pid = Number(child.pid);
  const cancel = whenOrphaned('kill "$1"', [String(pid)]);
  const stop = async () => {
    cancel();
    await terminate(child);
  };
  const until = Date.now() + READY_LIMIT;
  while (!(await answers(port, probe))) {
    if (child.exitCode === null && Date.now() < until) {
      await pause(50);
      continue;
    }
    await stop();
    throw new Error(`The ${name} does not answer; what it said stands above.`);
  }
  return { pid, port, stop };
}

async function answers(port: number, path: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: "manual",
      signal: AbortSignal.timeout(5 * SECOND),
    });
    await answer.body?.cancel();
    return true;
  } catch {
    return false; // not listening yet
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Seconds of processor time a process has used so far; null where the system has no /proc. Ticks are 1/100 s. */
export function processorTime(pid: number): number | null {
  if (process.platform !== "linux") return null;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The largest resident set a process ever had, in MB (10^6 bytes); null where the system has no /proc. */
export function peakMemory(pid: number): number | null {
  if (process.platform !== "linux") return null;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1e6;
}
