import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type EmbeddedServer, ensureDatabase, startEmbedded } from "@/lib/db/embedded-server";
import { migrate } from "@/lib/db/migrate";
import { scratchParent } from "@/lib/testing/scratch-server";

const home = mkdtempSync(join(scratchParent(), "vigil-waits-"));
chmodSync(home, 0o711);
let server: EmbeddedServer;

beforeAll(async () => {
  server = await startEmbedded(join(home, "postgres"));
  await ensureDatabase(server, "vigil");
  await migrate(server.url("vigil"), join(process.cwd(), "prisma/migrations"));
});

afterAll(async () => {
  await server.stop();
  for (const left of [home, server.folder]) rmSync(left, { recursive: true, force: true });
});

/** A worker of its own over a database; `said` is what it has written so far. */
function startWorker(url: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/worker/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      APP_SECRET: "a secret for tests only, längér than 32",
      LOG_LEVEL: "info",
      JOURNAL_DIR: join(home, "journal"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const worker = { child, said: "", ended: once(child, "exit") };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      worker.said += chunk;
    });
  return worker;
}

const LOADED = { timeout: 40_000, interval: 100 };

test("a worker that starts while its database is away waits for it, and ends at once where it is to stop", async () => {
  await server.stop();
  const stopped = startWorker(server.url("vigil"));
  const patient = startWorker(server.url("vigil"));
  for (const worker of [stopped, patient])
    await vi.waitFor(() => expect(worker.said).toContain("waiting for the database"), LOADED);
  const began = Date.now();
  stopped.child.kill("SIGTERM");
  expect(await stopped.ended).toEqual([null, "SIGTERM"]);
  expect(Date.now() - began).toBeLessThan(30_000);
  expect(patient.child.exitCode).toBeNull();

  server = await startEmbedded(join(home, "postgres"));
  await vi.waitFor(() => expect(patient.said).toContain("worker started"), LOADED);
  patient.child.kill("SIGTERM");
  expect(await patient.ended).toEqual([0, null]);
});

test("a worker whose password is wrong ends with one clear line", async () => {
  server = await startEmbedded(join(home, "postgres"));
  const worker = startWorker(server.url("vigil").replace(/:[^:@]+@/, ":vigil@"));
  expect(await worker.ended).toEqual([1, null]);
  expect(worker.said).toMatch(/DATABASE_URL: cannot use the database at .* \(28P01\)/);
  expect(worker.said).not.toContain("waiting");
});
