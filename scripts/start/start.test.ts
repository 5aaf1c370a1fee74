import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isRunning } from "@/lib/db/embedded-process";
import { deathsInARow, keepRunning } from "./child";
import { holdLock } from "./lock";
import { requirePort } from "./port";
import { makeSecret, readSecret } from "./secret";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigil stárt "));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("one start at a time holds a folder, and the next gets it afterwards", async () => {
  const release = await holdLock(folder, "this folder");
  await expect(holdLock(folder, "this folder")).rejects.toThrow(
    /running already with this folder; stop it first/,
  );
  release();
  const again = await vi.waitFor(() => holdLock(folder, "this folder"), 20_000);
  again();
});

test("a start holds a folder against other users too", async () => {
  const release = await holdLock(folder, "this folder");
  const user = vi.spyOn(process, "getuid").mockReturnValue(4321);
  await expect(holdLock(folder, "this folder")).rejects.toThrow(/running already with this folder/);
  user.mockRestore();
  release();
});

test("only deaths in quick succession are counted together", () => {
  expect(deathsInARow(5, 2_000)).toBe(6);
  expect(deathsInARow(5, 61_000)).toBe(1);
});

test("the secret is made once, for its owner alone", () => {
  expect(readSecret(folder)).toBeNull();
  const secret = makeSecret(folder);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(readSecret(folder)).toBe(secret);
  expect(statSync(join(folder, ".vigil-secret")).mode & 0o777).toBe(0o600);
  expect(() => makeSecret(folder)).toThrow(/cannot be written/);
  expect(readSecret(folder)).toBe(secret);
});

test("a taken port is refused with a line that says what to do", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => other.once("listening", done));
  const { port } = other.address() as { port: number };
  const impatient = requirePort(port, "127.0.0.1", new AbortController().signal, 300);
  await expect(impatient).rejects.toThrow(
    `PORT: ${port} is taken by another program; stop that, or set another PORT`,
  );
  other.close();
});

/** A program that writes its process number and waits. */
function waitingProgram(): string {
  const script = join(folder, "waits.ts");
  writeFileSync(
    script,
    `import { appendFileSync } from "node:fs";
    appendFileSync(${JSON.stringify(join(folder, "pids"))}, process.pid + "\\n");
    setInterval(() => undefined, 1000);`,
  );
  return script;
}

const pids = () => readFileSync(join(folder, "pids"), "utf8").trim().split("\n").map(Number);

test("a child that is killed is started again, until it is stopped", async () => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const child = keepRunning({
    name: "waiting",
    args: ["--import", "tsx", waitingProgram()],
    env: process.env,
    mayRestart: () => true,
  });
  await vi.waitFor(() => expect(pids()).toHaveLength(1), 60_000);
  process.kill(Number(pids()[0]), "SIGKILL");
  await vi.waitFor(() => expect(pids()).toHaveLength(2), 60_000);
  expect(said.mock.calls.flat().join("")).toContain(
    "The waiting process ended (SIGKILL); starting it again.",
  );
  await child.stop();
  expect(pids().map(isRunning)).toEqual([false, false]);
});

test("a child that ends while everything starts is given up with a line", async () => {
  const script = join(folder, "ends.ts");
  writeFileSync(script, "process.exit(7);");
  const child = keepRunning({
    name: "short",
    args: ["--import", "tsx", script],
    env: process.env,
    mayRestart: () => false,
  });
  expect(await child.failed).toBe(
    "The short process ended while starting (exit code 7); what it said stands above.",
  );
  await child.stop();
});
