import { describeError, log } from "./log";

/**
 * Leads what frameworks print to the log, without their words: an error's message may quote what somebody typed.
 * Errors are told by kind and place; other words only at level debug.
 */
export function logConsole(): void {
  for (const level of ["error", "warn"] as const) {
    console[level] = (...words: unknown[]) => {
      const errors = words.filter((word) => word instanceof Error).map(describeError);
      if (errors.length > 0) log()[level]({ errors }, "a framework reports an error");
      else log().debug({ words: words.map(String) }, "a framework says");
    };
  }
}
