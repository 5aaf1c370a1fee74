import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { SECOND } from "@/lib/time/durations";
import { withClient } from "./connection";
import { ensureCluster, explain, readServerFile, SUPERUSER, writeServerFile } from "./embedded-cluster";
import { choosePlace, type Place } from "./embedded-place";
import { commandLine, isRunning, stopPostmaster } from "./embedded-process";

/** A running PostgreSQL of ours. */
export type EmbeddedServer = {
  pid: number;
  port: number;
  /** Where its data and log really lie. */
  folder: string;
  /** It was running already, left behind by a start that was killed. */
  adopted: boolean;
  url(database: string): string;
  stop(): Promise<void>;
};

/** Extra `-c` settings of a PostgreSQL whose data nobody will miss, as in tests. */
export const THROWAWAY = [
  "fsync=off",
  "full_page_writes=off",
  "synchronous_commit=off",
  "max_wal_size=256MB",
  "max_connections=200",
];

/** Recovery after a crash may take minutes; a start that only needs patience should get it. */
const READY_LIMIT = 120 * SECOND;
/** After a hard kill the old backends hold the shared memory for a moment, and a start meanwhile fails. */
const START_ATTEMPTS = 20;
const LOG_LIMIT = 4_000_000;

/**
 * Starts the PostgreSQL that lives in a folder, making its data first where there is none, or adopts the one that
 * runs there. Takes the wanted folder and `-c` settings. Returns once it answers. Refuses with an OperatorError.
 * Callers hold the start lock (scripts/start): two of these at once are not safe.
 */
export async function startEmbedded(wanted: string, settings: string[] = []): Promise<EmbeddedServer> {
  const place = await choosePlace(wanted);
  await ensureCluster(place);
  const left = leftRunning(place);
  const adopted = left && (await adopt(place, left));
  if (adopted) return adopted;
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryStart(place, settings);
    if (started) return started;
    if (attempt === START_ATTEMPTS) throw explain(lastComplaint(place), place.folder);
    await pause(attempt < 4 ? 100 : SECOND / 2);
  }
}

/**
 * Creates a database unless it is there. Takes the server and a name of ours (never input). Where it cannot be made, as
 * on a full disk, it stops the server and refuses with an OperatorError.
 */
export async function ensureDatabase(server: EmbeddedServer, name: string): Promise<void> {
  await orStop(server, () =>
    withClient(server.url("postgres"), async (client) => {
      const known = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
      if (known.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    }),
  );
}

async function orStop<T>(server: EmbeddedServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await server.stop();
    throw explain(error, server.folder);
  }
}

/** Null where what was left running ended meanwhile: it was on its way out. */
async function adopt(place: Place, left: { pid: number; port: number }): Promise<EmbeddedServer | null> {
  const server = asServer(place, left.pid, left.port, true);
  if (await orStop(server, () => becomesReady(server))) return server;
  if (!isRunning(left.pid)) return null;
  throw new OperatorError(
    `A PostgreSQL left running (process ${left.pid}) does not answer; stop it with: kill -QUIT ${left.pid}, then start again.`,
  );
}

async function tryStart(place: Place, settings: string[]): Promise<EmbeddedServer | null> {
  const file = readServerFile(place.folder);
  const port = (await isFree(file.port)) ? file.port : await freePort();
  if (port !== file.port) writeServerFile(place.folder, { ...file, port });
  const pid = await launch(place, port, settings);
  const server = asServer(place, pid, port, false);
  return (await orStop(server, () => becomesReady(server))) ? server : null;
}

async function launch(place: Place, port: number, settings: string[]): Promise<number> {
  const ours = ["listen_addresses=127.0.0.1", "unix_socket_directories=", `port=${port}`, "timezone=UTC"];
  // The log may be read by others than the data: statements and key values stay out of it.
  const discreet = ["log_error_verbosity=terse", "log_min_error_statement=panic"];
  const args = [...ours, ...discreet, ...settings].flatMap((setting) => ["-c", setting]);
  const log = openLog(place.folder);
  try {
    // Detached: Ctrl-C reaches the whole process group, and the database has to end last.
    const child = spawn(join(place.native, "bin/postgres"), ["-D", join(place.folder, "data"), ...args], {
      ...place.account,
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
    });
    await new Promise((done, fail) => child.once("spawn", done).once("error", fail));
    child.unref();
    return Number(child.pid);
  } finally {
    closeSync(log);
  }
}

async function becomesReady(server: EmbeddedServer): Promise<boolean> {
  const until = Date.now() + READY_LIMIT;
  while (Date.now() < until && isRunning(server.pid)) {
    if (await answers(server)) return true;
    await pause(20);
  }
  return false;
}

async function answers(server: EmbeddedServer): Promise<boolean> {
  try {
    return await withClient(
      server.url("postgres"),
      async (client) => (await client.query("SELECT 1")).rowCount === 1,
    );
  } catch (error) {
    // Not listening yet, starting up, or recovering; anything else would not pass by itself.
    if (["ECONNREFUSED", "ECONNRESET", "57P03"].includes(String((error as { code?: unknown }).code)))
      return false;
    if (!isRunning(server.pid) || /terminated|timeout/i.test(String(error))) return false;
    throw error;
  }
}

function asServer(place: Place, pid: number, port: number, adopted: boolean): EmbeddedServer {
  const { password } = readServerFile(place.folder);
  return {
    pid,
    port,
    folder: place.folder,
    adopted,
    url: (database) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
    stop: () => stopPostmaster(pid),
  };
}

/**
 * Reads postmaster.pid. A process number that another program has by now, be it another PostgreSQL (numbers come again
 * after a reboot, and in containers soon), is a leftover, and removed.
 */
function leftRunning(place: Place): { pid: number; port: number } | null {
  const path = join(place.folder, "data/postmaster.pid");
  if (!existsSync(path)) return null;
  const [pid, , , port] = readFileSync(path, "utf8").split("\n").map(Number);
  if (!pid || !isRunning(pid)) return null;
  if (serves(pid, join(place.folder, "data"))) return port ? { pid, port } : null;
  rmSync(path);
  return null;
}

/** Whether a process is the PostgreSQL that `launch` started over this data, by its command line. */
function serves(pid: number, data: string): boolean {
  return commandLine(pid).includes(` -D ${data} -c listen_addresses=`);
}

function openLog(folder: string): number {
  const path = join(folder, "log");
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > LOG_LIMIT ? "w" : "a", 0o600);
}

function lastComplaint(place: Place): string {
  const lines = readFileSync(join(place.folder, "log"), "utf8").split("\n");
  return (
    lines.filter((line) => /FATAL|PANIC|ERROR|error/.test(line)).at(-1) ??
    "it ends at once; see the file log there"
  );
}

async function isFree(port: number): Promise<boolean> {
  return port > 0 && (await listenOnce(port)) === port;
}

async function freePort(): Promise<number> {
  return Number(await listenOnce(0));
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : null));
    });
  });
}
