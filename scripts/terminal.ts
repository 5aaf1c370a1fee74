import { createInterface } from "node:readline/promises";
import { setFlagsFromString } from "node:v8";
import { OperatorError } from "@/lib/config/operator-error";
import { SettingError } from "@/lib/config/settings";

/** One line of progress. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Others' words, safe for a terminal: no control characters but line breaks. */
export function sayHarmless(text: string): void {
  say(text.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, ""));
}

/** One line of what went wrong and what to do. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a script's main part. What the operator can put right is printed as one line, anything else with its stack;
 * both end with exit code 1.
 */
export async function runScript(main: () => Promise<void>): Promise<void> {
  // The database's client is WebAssembly. Making its code fast takes longer than most commands run.
  setFlagsFromString("--liftoff-only");
  for (const stream of [process.stdout, process.stderr]) stream.on("error", bearNoReader);
  try {
    await main();
  } catch (error) {
    complain(describeFailure(error));
    process.exitCode = 1;
  }
}

/** `| head` reads no further: what the command does is done to its end all the same, unheard. */
function bearNoReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

export function describeFailure(error: unknown): string {
  if (error instanceof OperatorError || error instanceof SettingError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Asks whoever sits at the terminal to type the word of what is destroyed; `--yes` is for where nobody does. */
export async function isMeant(word: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new OperatorError("Nothing was done: say --yes where nobody can type it.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await terminal.question(`Type ${word} to ${word} them: `);
  terminal.close();
  if (typed.trim() !== word) say("Nothing was done.");
  return typed.trim() === word;
}
