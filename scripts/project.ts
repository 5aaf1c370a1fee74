import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's folder. */
export const ROOT = dirname(import.meta.dirname);

/** Reads `.env` where there is one. What the environment says already stays. */
export function loadDotEnv(): void {
  const path = join(ROOT, ".env");
  if (existsSync(path)) process.loadEnvFile(path);
}
