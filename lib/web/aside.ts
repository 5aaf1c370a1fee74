import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { MINUTE, SECOND } from "@/lib/time/durations";

type Answer = { value?: unknown; error?: string };
type Task = {
  input: unknown;
  of: string;
  limit: number;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
};
/** The first that waits is being done; `timer` ends it, or the thread that nobody needs. */
type Queue = { file: string; waiting: Task[]; worker?: Worker; timer?: NodeJS.Timeout };
export type AsideResult<T> = { ok: true; value: T } | { ok: false; reason: "busy" };

/** More than wait here would be answered too late to matter … */
const MOST_WAITING = 20;
/** … and so many of one network: it keeps no other from its turn. */
const MOST_OF_ONE = 3;
/** Nothing done aside takes a second once its libraries are loaded; this is for a machine under load. */
const TASK_LIMIT = 30 * SECOND;
/** A thread nobody needs gives its memory back. */
const IDLE_LIMIT = MINUTE;
const THREAD_MEMORY_MB = 256;

const KEY = Symbol.for("vigil.aside");
const shared = globalThis as { [KEY]?: Map<string, Queue> };

/**
 * Does heavy work in a thread of its own, so that nobody else waits for it: pages and signatures go on meanwhile.
 * Takes the file (from the project's folder) whose default export does the work, what it is called with, and whose
 * work it is; both ways only plain data passes. Refuses with "busy" when too many wait, or too many of one; throws what
 * the work throws, or when it takes longer than `limit`, counted from its own turn: those behind it get theirs.
 */
export async function aside<T>(
  file: string,
  input: unknown,
  { of, limit = TASK_LIMIT }: { of: string; limit?: number },
): Promise<AsideResult<T>> {
  shared[KEY] ??= new Map();
  const queue: Queue = shared[KEY].get(file) ?? { file, waiting: [] };
  shared[KEY].set(file, queue);
  const ofOne = queue.waiting.filter((task) => task.of === of).length;
  if (queue.waiting.length >= MOST_WAITING || ofOne >= MOST_OF_ONE) return { ok: false, reason: "busy" };
  const value = await new Promise<unknown>((resolve, reject) => {
    queue.waiting.push({ input, of, limit, resolve, reject });
    if (queue.waiting.length === 1) begin(queue);
  });
  return { ok: true, value: value as T };
}

/** Gives the first that waits its turn. */
function begin(queue: Queue): void {
  const [task] = queue.waiting;
  queue.worker ??= startThread(queue);
  queue.worker.postMessage(task?.input);
  endIn(queue, task?.limit, "took too long");
}

/** In place of what was to end it before. */
function endIn(queue: Queue, span: number | undefined, why: string): NodeJS.Timeout {
  clearTimeout(queue.timer);
  queue.timer = setTimeout(() => end(queue, why), span);
  return queue.timer;
}

/** … and the next one its. */
function settle(queue: Queue, { value, error }: Answer): void {
  const task = queue.waiting.shift();
  if (error === undefined) task?.resolve(value);
  else task?.reject(new Error(error));
  if (queue.waiting.length > 0) begin(queue);
  else endIn(queue, IDLE_LIMIT, "rests").unref();
}

/** A thread that ends, or is ended, takes the task along that it has begun, and no other: they get a new one. */
function end(queue: Queue, why: string): void {
  void queue.worker?.terminate();
  queue.worker = undefined;
  if (queue.waiting.length > 0) settle(queue, { error: `the thread of ${queue.file} ${why}` });
}

/** Asked for by name, for whoever bundles the pages would bundle what a `Worker` in sight begins with, too. */
const { Worker: Started } = process.getBuiltinModule("node:worker_threads");

function startThread(queue: Queue): Worker {
  const worker = new Started(join(process.cwd(), "lib/web/aside-thread.mjs"), {
    workerData: { file: join(process.cwd(), queue.file) },
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
  worker.unref();
  const ifStill = (then: () => void) => () => worker === queue.worker && then();
  worker.on("message", (answer: Answer) => ifStill(() => settle(queue, answer))());
  worker.on("error", (error) => ifStill(() => end(queue, `failed: ${error.message}`))());
  worker.on(
    "exit",
    ifStill(() => end(queue, "ended")),
  );
  return worker;
}
