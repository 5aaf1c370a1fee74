import { Logger } from "graphile-worker";
import { log } from "@/lib/logging/log";

const LEVELS = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;

/** graphile-worker's words in our log; its everyday ones only at level debug. */
export const jobsLogger = new Logger(() => (level, message) => {
  log()[LEVELS[level as keyof typeof LEVELS] ?? "info"]({ jobs: true }, message);
});
