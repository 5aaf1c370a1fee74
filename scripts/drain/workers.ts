import { type ChildProcess, spawn } from "node:child_process";
import { SUPERVISED } from "@/lib/config/supervised";
import { processorTime } from "../bench/processes";
import { processArguments } from "../build/processes";
import { ROOT } from "../project";
import { terminate } from "../start/child";

/** Worker processes of the production build, each started again at once when it dies. */
export type Workers = {
  /** Those that run now. */
  pids(): number[];
  /** Seconds of processor time of those that run now; null where the system does not tell. */
  processorTime(): number | null;
  stop(): Promise<void>;
};

/**
 * Starts workers. Takes how many, their environment and an open file for what they say. `npm start` would make longer
 * and longer pauses for a worker that dies every few seconds, and give it up: that is for a worker that is broken,
 * these are killed.
 */
export function startWorkers(count: number, env: NodeJS.ProcessEnv, output: number): Workers {
  const running = new Set<ChildProcess>();
  let stopping = false;
  const start = () => {
    const child = spawn(process.execPath, processArguments("worker"), {
      cwd: ROOT,
      env: { ...env, [SUPERVISED]: "1" },
      detached: true,
      stdio: ["pipe", output, output],
    });
    child.stdin?.on("error", () => undefined); // it was killed; "close" starts the next
    running.add(child);
    child.once("close", () => {
      running.delete(child);
      if (!stopping) start();
    });
  };
  for (let number = 0; number < count; number += 1) start();
  const pids = () => [...running].flatMap(({ pid }) => pid ?? []);
  return {
    pids,
    processorTime: () => {
      const times = pids().map(processorTime);
      return times.includes(null) ? null : times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
    },
    async stop() {
      stopping = true;
      await Promise.all([...running].map(terminate));
    },
  };
}
