import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { LARGEST_DOCUMENT, READING_MEMORY, READING_TIME } from "./document-limits";
import type { ReadDocument } from "./types";

const reader: { code?: string } = {};

/** Text of at most ten million characters as JSON, each at most six bytes. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/**
 * Reads the text of a file, in a process of its own that has limits of memory and time, no settings and no secret.
 * Takes the file's bytes. Returns what it is and the text of its pages (a text has one), or why it cannot be read.
 */
export async function readDocument(bytes: Uint8Array, time = READING_TIME): Promise<ReadDocument> {
  if (bytes.length === 0) return { ok: false, reason: "empty" };
  if (bytes.length > LARGEST_DOCUMENT) return { ok: false, reason: "too-large" };
  const { said, ended, late } = await runReader(bytes, time);
  if (late) return { ok: false, reason: "too-slow" };
  if (ended.code === 0 && said !== null) return JSON.parse(said) as ReadDocument;
  // By the guard's hand, or by V8 itself where its own heap was full.
  if (ended.signal !== null || ended.code === 134) return { ok: false, reason: "too-much-memory" };
  return { ok: false, reason: "broken" };
}

type Ended = { code: number | null; signal: NodeJS.Signals | null };

function runReader(
  bytes: Uint8Array,
  time: number,
): Promise<{ said: string | null; ended: Ended; late: boolean }> {
  const child = spawn(process.execPath, readerArguments(), {
    env: { NODE_ENV: "production" },
    cwd: import.meta.dirname, // from where it finds its package
    stdio: ["pipe", "pipe", "ignore"],
  });
  const pieces: Buffer[] = [];
  let length = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, time);
  child.stdout.on("data", (piece: Buffer) => {
    length += piece.length;
    if (length > LONGEST_ANSWER) child.kill("SIGKILL");
    else pieces.push(piece);
  });
  child.stdin.on("error", () => undefined); // it has ended before it had read all; how it ended says why
  child.stdin.end(bytes);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const said = length > LONGEST_ANSWER ? null : Buffer.concat(pieces).toString("utf8");
      resolve({ said, ended: { code, signal }, late });
    });
  });
}

/** As the plain JavaScript of this version: a process that has to translate it first starts twice as slowly. */
function readerArguments(): string[] {
  reader.code ??= buildSync({
    ...{ entryPoints: [join(import.meta.dirname, "document-reader.ts")], write: false, bundle: true },
    ...{ platform: "node", format: "esm", target: "node20.19", packages: "external" },
  }).outputFiles[0]?.text;
  if (!reader.code) throw new Error("the reader of documents was not built");
  return [`--max-old-space-size=${READING_MEMORY}`, "--input-type=module", "--eval", reader.code];
}
