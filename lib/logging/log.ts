import pino from "pino";

const KEY = Symbol.for("vigil.log");
const shared = globalThis as { [KEY]?: pino.Logger };

/**
 * The one logger: JSON lines on standard output. Callers give ids, counts and reasons, never an address, a name,
 * a token or a path with a token in it.
 */
export function log(): pino.Logger {
  shared[KEY] ??= openLog(onStandardOutput(), process.env.LOG_LEVEL ?? "info");
  return shared[KEY];
}

/** Lines are gathered and written every 100 ms, for a write a line costs more than a small answer; what ends the process flushes. */
function onStandardOutput() {
  return pino.destination({ fd: 1, sync: false, minLength: 8 * 1024, periodicFlush: 100 });
}

/** A logger that writes elsewhere, for tests. */
export function openLog(destination: pino.DestinationStream, level: string): pino.Logger {
  return pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, level }, destination);
}

/** What may be logged of a thrown thing: its kind, its code and where it was thrown, not its message, which may quote data. */
export function describeError(error: unknown): { kind: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim());
  return {
    kind: error.name,
    ...(typeof code === "string" ? { code } : {}),
    ...(frames?.length ? { at: frames.join(" | ") } : {}),
  };
}
