import { expect, test } from "vitest";
import { privateLines, requireDiscreetLog } from "./private-words";

const TOKEN = "A".repeat(49);

test.each([
  ["an address", '{"to":"ana@example.org"}'],
  ["an address", "mail for <o'brien+x@mail.example.co.uk> waits"],
  ["an address", '{"to":"žofie@bücher.example.org"}'],
  ["an escaped address", "GET /outbox.json?to=ana.1%40example.org"],
  ["a name", '{"name":"Łucja"}'],
  ["a name", '{"name":"김하늘"}'],
  ["a name", '{"name":"\\u0141ucja"}'],
  ["a token", `{"t":"${TOKEN}_"}`],
  ["a token", `path ${TOKEN}-`],
  ["a token in a query", "/api/v1/unsubscribes?token=x"],
  ["a token in a path", "/en/confirm/abc"],
  ["a token in a path", "/zh-Hans/unsubscribe/abc?changed=never"],
  ["a password", "postgres://vigil:secret@127.0.0.1:5432/vigil"],
  ["a key", '{"key":"re_test_full_access"}'],
  ["a key", "whsec_abc"],
])("%s is found in %s", (what, line) => {
  expect(privateLines(`{"msg":"request"}\n${line}\n`)).toEqual([{ what, line }]);
});

test.each([
  '{"level":30,"time":"2026-11-22T01:21:27.175Z","pid":1,"requestId":"6f1c8a52-3c1e-4d5e-9b57-0d3f8f1f6a11","msg":"request"}',
  '{"method":"GET","path":"/en/confirm/*","status":200}',
  '{"path":"/en/unsubscribe/*"}',
  '{"at":"at send (/srv/vigil/node_modules/@prisma/client/runtime/client.js:10:5) | at x (file:///srv/node_modules/pg/lib/client.js:1:2)"}',
  '{"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}',
  '{"answer":"422 validation_error: [address] is not allowed, see [link]"}',
  "mails wait – “later” …",
])("%s is let through", (line) => {
  expect(privateLines(line)).toEqual([]);
});

test("a log that says nothing proves nothing", () => {
  expect(() => requireDiscreetLog("", '"msg":"request"')).toThrow("does not even say");
  expect(() => requireDiscreetLog('{"msg":"request"}\nana@example.org', '"msg":"request"')).toThrow(
    "an address: ana@example.org",
  );
  requireDiscreetLog('{"msg":"request"}', '"msg":"request"');
});
