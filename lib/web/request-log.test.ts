import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { startTestHost } from "@/lib/testing/test-host";
import { loggablePath, logRequest } from "./request-log";

test.each([
  ["/en/unsubscribe/abc", "/en/unsubscribe/*"],
  ["/zh-Hant/confirm/abc", "/zh-Hant/confirm/*"],
  ["/en/petitions/stop-forced-returns/signed", "/en/petitions/stop-forced-returns/signed"],
  ["/api/v1/petitions/stop-forced-returns/signatures", "/api/v1/petitions/stop-forced-returns/signatures"],
  ["/en/petitions/jana@example.org", "/en/petitions/*"],
])("%s is logged as %s", (path, shown) => {
  expect(loggablePath(path)).toBe(shown);
});

function loggedLines(): string[] {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const KEY = Symbol.for("vigil.log");
  (globalThis as { [KEY]?: pino.Logger })[KEY] = pino(stream);
  return lines;
}

test("no line tells that somebody confirmed or looked at it, whatever the answer; our own failures are logged", async () => {
  const lines = loggedLines();
  const host = await startTestHost();
  const paths = [
    "/en/confirm/secret1",
    "/zh-Hant/confirm/secret1?changed=1",
    "/confirm/secret1",
    "/api/v1/confirmations",
  ];
  for (const path of paths) {
    for (const method of ["GET", "HEAD", "POST"]) await fetch(`${host}${path}`, { method });
    const line = { requestId: "id", method: "POST", path, milliseconds: 1, bytes: 1, from: "door" } as const;
    for (const status of [200, 303, 404, 409, 429]) logRequest({ ...line, status });
    logRequest({ ...line, status: 500 });
  }
  await fetch(`${host}/api/v1/readable`);
  await expect.poll(() => lines.some((line) => line.includes("readable"))).toBe(true);
  const confirming = lines.filter((line) => line.includes("confirm"));
  expect(confirming).toHaveLength(paths.length);
  for (const line of confirming) expect(line).toContain('"status":500');
});

test("what stands in a query or behind a token's word reaches no log line", async () => {
  const lines = loggedLines();
  const host = await startTestHost();
  await fetch(`${host}/api/v1/things/a?token=secret1`, {
    method: "POST",
    body: "List-Unsubscribe=One-Click",
  });
  await fetch(`${host}/api/v1/readable?token=secret2`);
  await fetch(`${host}/en/unsubscribe/secret3?changed=secret4`);
  await expect.poll(() => lines.length).toBe(3);
  expect(lines.join()).toContain("/en/unsubscribe/*");
  expect(lines.join()).not.toContain("secret");
});
