import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { type EmbeddedServer, ensureDatabase } from "@/lib/db/embedded-server";
import { migrate } from "@/lib/db/migrate";
import { processArguments } from "../build/processes";
import { ROOT } from "../project";
import { seedIfEmpty } from "../start/seed-if-empty";
import type { StopRequest } from "../start/stop-request";
import { complain } from "../terminal";
import { startDurableServer } from "./database";
import { type Load, startLoad } from "./load/load";
import { type Plan, type Served, serve } from "./processes";

/** Everything that is measured, on one PostgreSQL; each server starts when a row first asks for it. */
export type Stage = {
  stop: StopRequest;
  load: Load;
  /** Of the petition under load. */
  slug: string;
  databaseUrl: string;
  /** APP_SECRET of everything that runs here. */
  secret: string;
  /** The web process of the production build. */
  web(): Promise<Served>;
  /** bare-server.ts over a database of its own; the sizes of its two rows are those of the call that starts it. */
  bare(bytes: { signature: number; mail: number }): Promise<Served>;
  /** The same build under `next start`. */
  plainNext(): Promise<Served>;
  /** A further database with the tables and the first campaign; returns its address. */
  addDatabase(name: string): Promise<string>;
  /** Measured once, asked for by several rows. */
  known: { intakeRate?: number };
  close(): Promise<void>;
};

export async function openStage(stop: StopRequest): Promise<Stage> {
  const server = await startDurableServer();
  const folder = mkdtempSync(join(tmpdir(), "vigil-bench-"));
  const load = startLoad();
  const started = new Map<string, Promise<Served>>();
  const close = async () => {
    load.stop();
    for (const one of await Promise.allSettled(started.values()))
      if (one.status === "fulfilled") await one.value.stop();
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  const env = environment(server.url("vigil"));
  const once = (plan: Omit<Plan, "output">) => {
    const running = started.get(plan.name) ?? serveLogging(plan, join(folder, plan.name));
    started.set(plan.name, running);
    return running;
  };
  try {
    stop.check();
    const databaseUrl = await addDatabase(server, "vigil", env.APP_SECRET);
    const slug = await openPetition(databaseUrl);
    return {
      stop,
      load,
      slug,
      databaseUrl,
      secret: env.APP_SECRET,
      web: () => once({ name: "web process", args: () => processArguments("web"), env, probe: "/healthz" }),
      bare: async ({ signature, mail }) => {
        await addBareTables(server);
        return once({
          name: "bare handler",
          args: () => ["--import", "tsx", "scripts/bench/bare-server.ts"],
          env: {
            ...env,
            DATABASE_URL: server.url("bare"),
            SIGNATURE_BYTES: String(signature),
            MAIL_BYTES: String(mail),
          },
          probe: "/",
        });
      },
      plainNext: () =>
        once({
          name: "plain Next",
          args: (port) => [nextCommand(), "start", "-p", String(port), "-H", "127.0.0.1"],
          env,
          probe: "/_not-found",
        }),
      addDatabase: (name) => addDatabase(server, name, env.APP_SECRET),
      known: {},
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Settings as in production; those of the person who measures must not leak in. */
function environment(databaseUrl: string) {
  const { RESEND_API_KEY, RESEND_BASE_URL, MAIL_FROM, OWNER_EMAIL, LOG_LEVEL, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    APP_SECRET: randomBytes(36).toString("base64"),
    HOST: "127.0.0.1",
    TRUSTED_PROXIES: "loopback",
  };
}

async function addDatabase(server: EmbeddedServer, name: string, secret: string): Promise<string> {
  await ensureDatabase(server, name);
  await migrate(server.url(name), join(ROOT, "prisma/migrations"));
  await seedIfEmpty(server.url(name), keyRing(secret));
  return server.url(name);
}

async function addBareTables(server: EmbeddedServer): Promise<void> {
  await ensureDatabase(server, "bare");
  await withClient(server.url("bare"), async (client) => {
    for (const table of ["bare_signature", "bare_mail"])
      await client.query(`CREATE TABLE IF NOT EXISTS ${table} (id uuid PRIMARY KEY, content bytea NOT NULL)`);
  });
}

async function openPetition(databaseUrl: string): Promise<string> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ slug: string }>("SELECT slug FROM petition WHERE state = 'open' ORDER BY slug LIMIT 1"),
  );
  if (!rows[0]) throw new Error("the first campaign has no open petition");
  return rows[0].slug;
}

function nextCommand(): string {
  return createRequire(import.meta.url).resolve("next/dist/bin/next");
}

/** What a server says goes to a file, whose end is shown where it does not start. */
async function serveLogging(plan: Omit<Plan, "output">, path: string): Promise<Served> {
  const output = openSync(path, "a");
  try {
    return await serve({ ...plan, output });
  } catch (error) {
    complain(readFileSync(path, "utf8").split("\n").slice(-20).join("\n"));
    throw error;
  } finally {
    closeSync(output); // the server has its own
  }
}
