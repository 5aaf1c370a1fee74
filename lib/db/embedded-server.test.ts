import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { scratchParent } from "@/lib/testing/scratch-server";
import { withClient } from "./connection";
import { waitForEnd } from "./embedded-process";
import { type EmbeddedServer, ensureDatabase, startEmbedded } from "./embedded-server";

/** Data made once, which takes most of a test's time; null where it had to lie elsewhere, and each test makes its own. */
const first = newHome();
let made: string | null = null;
let home: string;
let servers: EmbeddedServer[];

/** A folder whose name has a space and a letter beyond ASCII, as people's folders do. */
function newHome(): string {
  const folder = mkdtempSync(join(scratchParent(), "vigil datå "));
  chmodSync(folder, 0o711);
  return folder;
}

beforeAll(async () => {
  const server = await startEmbedded(join(first, "postgres"));
  await server.stop();
  if (server.folder === join(first, "postgres")) made = server.folder;
  else rmSync(server.folder, { recursive: true });
});

afterAll(() => rmSync(first, { recursive: true }));

beforeEach(() => {
  home = newHome();
  // With its owner, whom Node's own copy would not keep.
  if (made) execFileSync("cp", ["-a", made, home]);
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  for (const folder of [home, ...servers.map((server) => server.folder)])
    rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded(join(home, "postgres"));
  servers.push(server);
  return server;
}

const ask = (server: EmbeddedServer, sql: string) =>
  withClient(server.url("postgres"), async (client) => (await client.query(sql)).rows);

test("acknowledged rows survive hard kills, and the next start needs no help", async () => {
  let server = await start();
  await ask(server, "CREATE TABLE signed (n int)");
  for (let n = 1; n <= 3; n += 1) {
    await ask(server, `INSERT INTO signed VALUES (${n})`);
    process.kill(server.pid, "SIGKILL");
    server = await start();
    expect(server.adopted).toBe(false);
  }
  expect(await ask(server, "SELECT count(*)::int AS n FROM signed")).toEqual([{ n: 3 }]);
});

test("one left running is adopted and keeps its address", async () => {
  const first = await start();
  await ensureDatabase(first, "vigil");
  await ensureDatabase(first, "vigil");
  const second = await start();
  expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
});

test("it ends while a client is connected, and the same address comes back", async () => {
  const server = await start();
  const waiting = ask(server, "SELECT pg_sleep(60)").catch((error: { code?: string }) => error.code);
  await expect
    .poll(() =>
      ask(server, "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active'"),
    )
    .not.toEqual([]);
  await server.stop();
  expect(await waiting).toBe("57P01");
  expect(await waitForEnd(server.pid, 0)).toBe(true);
  expect((await start()).port).toBe(server.port);
});

test("a process number that another program has by now does not stop it", async () => {
  const server = await start();
  await server.stop();
  const data = join(server.folder, "data");
  writeFileSync(join(data, "postmaster.pid"), `${process.pid}\n${data}\n0\n5432\n`);
  expect((await start()).adopted).toBe(false);
});

test("a process number that another PostgreSQL has by now is not taken for ours", async () => {
  const server = await start();
  await server.stop();
  const other = await startEmbedded(join(home, "other"));
  servers.push(other);
  const data = join(server.folder, "data");
  writeFileSync(join(data, "postmaster.pid"), `${other.pid}\n${data}\n0\n${other.port}\n`);
  expect(await start()).toMatchObject({ adopted: false });
  expect(await ask(other, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("a start that fails says one line and leaves no PostgreSQL running", async () => {
  const server = await start();
  const path = join(server.folder, "server.json");
  writeFileSync(path, JSON.stringify({ password: "of another database", port: server.port }));
  await expect(start()).rejects.toThrow(/another password than its file server\.json says/);
  expect(await waitForEnd(server.pid, 0)).toBe(true);
  await expect(start()).rejects.toThrow(/another password than its file server\.json says/);
  expect(existsSync(join(server.folder, "data/postmaster.pid"))).toBe(false);
});

test("a database that cannot be made ends the server with one line", async () => {
  const server = await start();
  await ask(server, "UPDATE pg_database SET datallowconn = false WHERE datname = 'template1'");
  await ask(server, "ALTER DATABASE template1 RENAME TO template_gone");
  await expect(ensureDatabase(server, "vigil")).rejects.toThrow(
    /^PostgreSQL cannot be set up in .*template1.* does not exist$/,
  );
  expect(await waitForEnd(server.pid, 0)).toBe(true);
});

test("the password is random, asked for, and readable by its owner alone", async () => {
  const server = await start();
  const file = join(server.folder, "server.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(server.url("postgres")).toContain(JSON.parse(readFileSync(file, "utf8")).password);
  const guess = server.url("postgres").replace(/:[^:@]+@/, ":vigil@");
  await expect(withClient(guess, (client) => client.query("SELECT 1"))).rejects.toMatchObject({
    code: "28P01",
  });
});
