import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { say } from "../terminal";

const OUTPUT = "lib/db/generated";
const STAMP = `${OUTPUT}/.made-from`;

/** Generates the Prisma client unless the one there was made from this schema by this Prisma. */
export function ensureClient(root: string): void {
  const source = fingerprint(root);
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === source) return;
  say("Generating the database client …");
  generate(root);
  writeFileSync(stamp, source);
}

function fingerprint(root: string): string {
  const { version } = createRequire(import.meta.url)("prisma/package.json") as { version: string };
  const schema = readFileSync(join(root, "prisma/schema.prisma"));
  return createHash("sha256").update(version).update(schema).digest("hex");
}

/**
 * Prisma checks for its schema engine even where it does not use it. Where the engine could not be downloaded, any
 * existing file satisfies the check; where there is one, ours is not put in its way.
 */
function generate(root: string): void {
  const require = createRequire(import.meta.url);
  const engines = readdirSync(dirname(require.resolve("@prisma/engines/package.json")));
  const missing = !engines.some((name) => name.startsWith("schema-engine"));
  const env = missing ? { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env } : process.env;
  const cli = require.resolve("prisma/build/index.js");
  const { status, stderr, signal } = spawnSync(process.execPath, [cli, "generate"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new OperatorError(`prisma generate failed: ${stderr.trim() || signal}`);
}
