import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { startTestHost } from "@/lib/testing/test-host";
import { loggablePath } from "./request-log";

test.each([
  ["/en/unsubscribe/abc", "/en/unsubscribe/*"],
  ["/zh-Hant/confirm/abc", "/zh-Hant/confirm/*"],
  ["/en/petitions/stop-forced-returns/signed", "/en/petitions/stop-forced-returns/signed"],
  ["/api/v1/petitions/stop-forced-returns/signatures", "/api/v1/petitions/stop-forced-returns/signatures"],
  ["/en/petitions/jana@example.org", "/en/petitions/*"],
])("%s is logged as %s", (path, shown) => {
  expect(loggablePath(path)).toBe(shown);
});

test("what stands in a query or behind a token's word reaches no log line", async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const KEY = Symbol.for("vigil.log");
  (globalThis as { [KEY]?: pino.Logger })[KEY] = pino(stream);
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
