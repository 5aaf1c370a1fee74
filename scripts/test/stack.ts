import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyRing } from "@/lib/crypto/keys";
import { ensureDatabase } from "@/lib/db/embedded-server";
import { migrate } from "@/lib/db/migrate";
import { startScratchServer } from "@/lib/testing/scratch-server";
import { processArguments } from "../build/processes";
import { ROOT } from "../project";
import { keepRunning } from "../start/child";
import { waitUntilReady } from "../start/ready";
import { seedIfEmpty } from "../start/seed-if-empty";

/** The whole of Vigil, running: the production build over a PostgreSQL of its own. */
export type Stack = {
  origin: string;
  databaseUrl: string;
  secret: string;
  /** What the processes said so far; after `stop` all of it. */
  log(): string;
  stop(): Promise<void>;
};

/**
 * Starts web and worker over a scratch database with the first campaign in it, on a free port. Takes a signal that
 * gives up, and settings beside those that every stack has. The processes' logs go to a file, which `log` gives.
 */
export async function startStack(stop: AbortSignal, settings: Record<string, string> = {}): Promise<Stack> {
  const server = await startScratchServer();
  const folder = mkdtempSync(join(tmpdir(), "vigil-stack-"));
  const output = openSync(join(folder, "log"), "a+");
  const env = { ...(await stackEnvironment()), ...settings, DATABASE_URL: server.url("vigil") };
  await ensureDatabase(server, "vigil");
  await migrate(env.DATABASE_URL, join(ROOT, "prisma/migrations"));
  await seedIfEmpty(env.DATABASE_URL, keyRing(env.APP_SECRET));
  const run = (name: "web" | "worker") =>
    keepRunning({ name, args: processArguments(name), env, output, mayRestart: () => false });
  const children = [run("web"), run("worker")];
  let whole: string | undefined;
  const stack = {
    origin: env.APP_URL,
    databaseUrl: env.DATABASE_URL,
    secret: env.APP_SECRET,
    log: () => whole ?? readFileSync(join(folder, "log"), "utf8"),
    async stop() {
      await Promise.all(children.map((child) => child.stop()));
      await server.stop();
      whole = stack.log();
      closeSync(output);
      rmSync(folder, { recursive: true });
    },
  };
  try {
    const failed = Promise.race(children.map((child) => child.failed)).then((line) =>
      Promise.reject(new Error(line)),
    );
    await Promise.race([waitUntilReady(stack.origin, stop), failed]);
    return stack;
  } catch (error) {
    process.stderr.write(`${tellingLines(stack.log())}\n`);
    await stack.stop();
    throw error;
  }
}

/** Of a log what tells most: the last warnings and errors, and its very end. */
export function tellingLines(log: string): string {
  const lines = log.split("\n");
  const troubles = lines.filter((line) => /"level":[4-6]0/.test(line)).slice(-40);
  return [...troubles, "…", ...lines.slice(-20)].join("\n");
}

/** Settings of the stack: those of the person who runs the tests must not leak into it. */
async function stackEnvironment() {
  const { RESEND_API_KEY, RESEND_BASE_URL, MAIL_FROM, OWNER_EMAIL, ...inherited } = process.env;
  const port = await freePort();
  return {
    ...inherited,
    NODE_ENV: "production" as const,
    APP_SECRET: randomBytes(36).toString("base64"),
    PORT: String(port),
    HOST: "127.0.0.1",
    APP_URL: `http://localhost:${port}`,
    TRUSTED_PROXIES: "loopback",
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
