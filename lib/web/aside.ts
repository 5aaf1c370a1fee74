import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { MINUTE, SECOND } from "@/lib/time/durations";

type Task = { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };
type Thread = { worker: Worker; tasks: Map<number, Task>; last: number; idle?: NodeJS.Timeout };
export type AsideResult<T> = { ok: true; value: T } | { ok: false; reason: "busy" };

/** More than wait here would be answered too late to matter. */
const MOST_WAITING = 20;
/** Nothing done aside takes a second once its libraries are loaded; this is for a machine under load. */
const TASK_LIMIT = 30 * SECOND;
/** A thread nobody needs gives its memory back. */
const IDLE_LIMIT = MINUTE;
const THREAD_MEMORY_MB = 256;

const KEY = Symbol.for("vigil.aside");
const shared = globalThis as { [KEY]?: Map<string, Thread> };

/**
 * Does heavy work in a thread of its own, so that nobody else waits for it: pages and signatures go on meanwhile.
 * Takes the file (from the project's folder) whose default export does the work, and what it is called with; both
 * ways only plain data passes. Refuses with "busy" when too many wait; throws what the work throws, or when it
 * takes longer than 30 s.
 */
export async function aside<T>(file: string, input: unknown): Promise<AsideResult<T>> {
  shared[KEY] ??= new Map();
  const thread = shared[KEY].get(file) ?? startThread(file, shared[KEY]);
  if (thread.tasks.size >= MOST_WAITING) return { ok: false, reason: "busy" };
  clearTimeout(thread.idle);
  thread.last += 1;
  const id = thread.last;
  const value = await new Promise<unknown>((resolve, reject) => {
    const timer = setTimeout(() => void thread.worker.terminate(), TASK_LIMIT);
    thread.tasks.set(id, { resolve, reject, timer });
    thread.worker.postMessage({ id, input });
  });
  return { ok: true, value: value as T };
}

/** Asked for by name, for whoever bundles the pages would bundle what a `Worker` in sight begins with, too. */
const { Worker: Started } = process.getBuiltinModule("node:worker_threads");

function startThread(file: string, threads: Map<string, Thread>): Thread {
  const worker = new Started(join(process.cwd(), "lib/web/aside-thread.mjs"), {
    workerData: { file: join(process.cwd(), file) },
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
  worker.unref();
  const thread: Thread = { worker, tasks: new Map(), last: 0 };
  threads.set(file, thread);
  worker.on("message", (answer) => settle(thread, answer));
  const end = (error: Error) => {
    if (threads.get(file) === thread) threads.delete(file);
    for (const id of [...thread.tasks.keys()]) settle(thread, { id, error: error.message });
  };
  worker.on("error", end);
  worker.on("exit", () => end(new Error(`the thread of ${file} ended`)));
  return thread;
}

function settle(thread: Thread, { id, value, error }: { id: number; value?: unknown; error?: string }): void {
  const task = thread.tasks.get(id);
  if (!task) return;
  thread.tasks.delete(id);
  clearTimeout(task.timer);
  if (error === undefined) task.resolve(value);
  else task.reject(new Error(error));
  if (thread.tasks.size > 0) return;
  thread.idle = setTimeout(() => void thread.worker.terminate(), IDLE_LIMIT);
  thread.idle.unref();
}
