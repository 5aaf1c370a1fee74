import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { log } from "@/lib/logging/log";
import { scratchParent } from "@/lib/testing/scratch-server";
import { withClient } from "./connection";
import { type EmbeddedServer, startEmbedded } from "./embedded-server";
import { openPool } from "./pool";
import { whenThere } from "./when-there";

const home = mkdtempSync(join(scratchParent(), "vigil-there-"));
chmodSync(home, 0o711);
const folder = join(home, "postgres");
let server: EmbeddedServer;

beforeAll(async () => {
  server = await startEmbedded(folder);
});

beforeEach(async () => {
  server = await startEmbedded(folder);
});

afterAll(async () => {
  await server.stop();
  for (const left of [home, server.folder]) rmSync(left, { recursive: true, force: true });
});

const ask = async (url = server.url("postgres")) =>
  (await withClient(url, (client) => client.query("SELECT 1 AS n"))).rows;

test("what a start needs of a database that is away is done once it is there, and said once", async () => {
  const said = vi.spyOn(log(), "warn");
  await server.stop();
  await expect(ask()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  let done = false;
  const waiting = whenThere(ask).finally(() => {
    done = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(done).toBe(false);
  server = await startEmbedded(folder);
  expect(await waiting).toEqual([{ n: 1 }]);
  expect(said.mock.calls.map(([, line]) => line)).toEqual(["waiting for the database"]);
  said.mockRestore();
});

test("a pool that was open when the database was killed does its work after it has recovered", async () => {
  const pool = openPool(server.url("postgres"), 1);
  await pool.query("SELECT 1");
  process.kill(server.pid, "SIGKILL");
  const waiting = whenThere(() => pool.query("SELECT 2 AS n"));
  server = await startEmbedded(folder);
  expect((await waiting).rows).toEqual([{ n: 2 }]);
  await pool.end();
});

test("a wrong password and a missing database are told at once", async () => {
  const began = Date.now();
  const guess = server.url("postgres").replace(/:[^:@]+@/, ":vigil@");
  await expect(whenThere(() => ask(guess))).rejects.toMatchObject({ code: "28P01" });
  await expect(whenThere(() => ask(server.url("nowhere")))).rejects.toMatchObject({ code: "3D000" });
  await expect(whenThere(() => ask(`${server.url("postgres")}?sslmode=verify-full`))).rejects.toThrow(/SSL/);
  expect(Date.now() - began).toBeLessThan(30_000);
});

test("the waiting ends with its time, and at once with its signal", async () => {
  await server.stop();
  await expect(whenThere(ask, { limit: 700 })).rejects.toMatchObject({ code: "ECONNREFUSED" });
  const stopping = new AbortController();
  const began = Date.now();
  const waiting = whenThere(ask, { stop: stopping.signal });
  setTimeout(() => stopping.abort(), 200);
  await expect(waiting).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(Date.now() - began).toBeLessThan(30_000);
});
