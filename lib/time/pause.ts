import { setTimeout as pause } from "node:timers/promises";

/** Waits some milliseconds, or less long where the signal comes. */
export async function pauseUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
