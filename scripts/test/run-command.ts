import { spawn } from "node:child_process";

/** Runs a command to its end, its output on ours. Takes a signal that ends it. Returns whether it succeeded. */
export function runCommand(
  command: string,
  args: string[],
  stop: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "inherit", "inherit"] });
    const end = () => child.kill("SIGTERM");
    stop.addEventListener("abort", end);
    child.once("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      done(false);
    });
    child.once("close", (code) => {
      stop.removeEventListener("abort", end);
      done(code === 0);
    });
  });
}

/** The same for a program of an installed package, such as `typescript/bin/tsc`, by Node. */
export function runNode(
  script: string,
  args: string[],
  stop: AbortSignal,
  env?: NodeJS.ProcessEnv,
): Promise<boolean> {
  return runCommand(process.execPath, [script, ...args], stop, env);
}
