import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { withScratchServer } from "@/lib/testing/scratch-server";
import { build, isBuildCurrent } from "../build/build";
import { ROOT } from "../project";
import { migrationsToSchema } from "../schema-engine";
import { complain } from "../terminal";
import { importGraph } from "./import-graph";
import { importBreaches } from "./import-rules";
import { runNode } from "./run-command";
import { FAILED, PASSED, type Tally } from "./tally";

const WALKED = [
  "app",
  "components",
  "lib",
  "scripts",
  "prisma/seed",
  "journeys",
  "server.ts",
  "proxy.ts",
  "instrumentation.ts",
];
const require = createRequire(import.meta.url);

const asTally = (passed: boolean): Tally => (passed ? PASSED : FAILED);
const program = (name: string, path: string) => join(dirname(require.resolve(`${name}/package.json`)), path);

export async function checkTypes(stop: AbortSignal): Promise<Tally> {
  return asTally(await runNode(program("typescript", "bin/tsc"), ["--noEmit", "-p", ROOT], stop));
}

export async function checkStyle(stop: AbortSignal): Promise<Tally> {
  return asTally(
    await runNode(program("@biomejs/biome", "bin/biome"), ["check", "--error-on-warnings", ROOT], stop),
  );
}

export async function checkImports(): Promise<Tally> {
  const breaches = importBreaches(await importGraph(ROOT, WALKED));
  for (const breach of breaches) complain(breach);
  return asTally(breaches.length === 0);
}

/** prisma/schema.prisma and the migrations say the same. */
export async function checkDrift(): Promise<Tally> {
  const missing = await withScratchServer((server) => migrationsToSchema(ROOT, server));
  if (missing)
    complain(
      `The migrations lack what prisma/schema.prisma says; add it with npm run db:diff -- NAME:\n${missing}`,
    );
  return asTally(missing === "");
}

export async function checkBuild(stop: AbortSignal): Promise<Tally> {
  if (!isBuildCurrent(ROOT)) await build(ROOT, stop);
  return PASSED;
}
