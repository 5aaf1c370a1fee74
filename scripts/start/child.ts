import { type ChildProcess, spawn } from "node:child_process";
import { SUPERVISED } from "@/lib/config/supervised";
import { SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";
import { ROOT } from "../project";
import { complain } from "../terminal";

/** How long a child may drain before it is killed. */
const DRAIN_LIMIT = 20 * SECOND;
const LONGEST_PAUSE = 30 * SECOND;
/** A child that ran this long was well; its next death starts the pauses anew. */
const WELL = 60 * SECOND;
const QUICK_DEATHS = 6;

/** How many deaths there have been in a row: one after a minute of running well begins a new row. */
export function deathsInARow(before: number, ranFor: number): number {
  return ranFor > WELL ? 1 : before + 1;
}

/** A process of ours that is kept running. */
export type Child = {
  /** Resolves, with one line that says why, when it was given up. */
  failed: Promise<string>;
  stop(): Promise<void>;
};

/** What to run, and how. */
export type ChildPlan = {
  /** For messages. */
  name: string;
  /** Arguments of Node, paths relative to the project. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Whether its death is to be made good. */
  mayRestart(): boolean;
  /** An open file for what it says; without one it says it on our output. */
  output?: number;
};

/**
 * Runs a program by Node and starts it again whenever it ends by itself, after pauses that grow; gives up after
 * several quick deaths, or at the first where `mayRestart` says so. The child has a process group of its own, so
 * that Ctrl-C reaches only the start, which stops everything in order; its standard input is a pipe that closes
 * when the start is gone.
 */
export function keepRunning(plan: ChildPlan): Child {
  const stopping = new AbortController();
  let running: ChildProcess | null = null;
  let deaths = 0;

  async function cycle(): Promise<string | null> {
    for (;;) {
      const since = Date.now();
      running = launch(plan);
      const how = await ended(running);
      running = null;
      if (stopping.signal.aborted) return null;
      deaths = deathsInARow(deaths, Date.now() - since);
      if (!plan.mayRestart())
        return `The ${plan.name} process ended while starting (${how}); what it said stands above.`;
      if (deaths === QUICK_DEATHS)
        return `The ${plan.name} process ended ${deaths} times in a row (${how}); what it said stands above.`;
      complain(`The ${plan.name} process ended (${how}); starting it again.`);
      await pauseUnless(stopping.signal, Math.min(LONGEST_PAUSE, 125 * 2 ** deaths));
      if (stopping.signal.aborted) return null;
    }
  }

  const outcome = cycle();
  return {
    failed: outcome.then((line) => line ?? new Promise<string>(() => undefined)),
    async stop() {
      stopping.abort();
      await terminate(running);
      await outcome;
    },
  };
}

function launch({ args, env, output = 1 }: ChildPlan): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...env, [SUPERVISED]: "1" },
    detached: true,
    stdio: ["pipe", output, output === 1 ? 2 : output],
  });
  child.stdin?.on("error", () => undefined); // it ended; "close" says so
  return child;
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("close", (code, signal) => done(signal ?? `exit code ${code}`));
  });
}

/** Asks a child to end, and makes it end where it does not. */
export async function terminate(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((done) => child.once("close", done));
  child.kill("SIGTERM");
  const killing = setTimeout(() => child.kill("SIGKILL"), DRAIN_LIMIT);
  await over;
  clearTimeout(killing);
}
