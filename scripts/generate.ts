import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { runScript } from "./terminal";

/** `npm run db:generate`: the Prisma client, from prisma/schema.prisma. */
await runScript(async () => generateClient());

/**
 * Prisma checks for its schema engine even where it does not use it. Where the engine could not be downloaded, any
 * existing file satisfies the check; where there is one, ours is not put in its way.
 */
function generateClient(): void {
  const require = createRequire(import.meta.url);
  const engines = readdirSync(dirname(require.resolve("@prisma/engines/package.json")));
  const missing = !engines.some((name) => name.startsWith("schema-engine"));
  const env = missing ? { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env } : process.env;
  const cli = require.resolve("prisma/build/index.js");
  const { status, stderr } = spawnSync(process.execPath, [cli, "generate"], { env, encoding: "utf8" });
  if (status !== 0) throw new OperatorError(`prisma generate failed: ${stderr.trim()}`);
}
