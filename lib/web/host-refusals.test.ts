import { expect, test } from "vitest";
import { raw, startTestHost } from "@/lib/testing/test-host";

const plain = await startTestHost();

test("a page elsewhere may ask whether it may read", async () => {
  const response = await fetch(`${plain}/api/v1/readable`, { method: "OPTIONS" });
  expect([
    response.status,
    response.headers.get("allow"),
    response.headers.get("access-control-allow-origin"),
  ]).toEqual([204, "GET, HEAD", "*"]);
});

test("wrong methods are told which are right", async () => {
  for (const [path, method, allow] of [
    ["/api/v1/things/a", "DELETE", "POST"],
    ["/api/v1/things/a", "GET", "POST"],
    ["/en/public/a", "PUT", "GET, HEAD"],
    ["/en/public/a", "POST", "GET, HEAD"],
    ["/broken", "POST", "GET, HEAD"],
  ] as const) {
    const response = await fetch(plain + path, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  }
});

test("a browser is refused in words, under the same status", async () => {
  const response = await fetch(`${plain}/en/public/%c0%ae`, { headers: { accept: "text/html" } });
  expect(response.status).toBe(400);
  expect(await response.text()).toBe("<html>problem malformed-path</html>");
});

test("bodies over 64 KiB are refused with an answer, declared or not, however large", async () => {
  const post = (size: number) =>
    fetch(`${plain}/api/v1/things/a`, { method: "POST", body: "x".repeat(size) });
  expect((await post(64 * 1024)).status).toBe(200);
  for (const size of [64 * 1024 + 1, 1_000_000, 5_000_000]) expect((await post(size)).status).toBe(413);
  const chunk = "x".repeat(0x4000);
  const chunked = `4000\r\n${chunk}\r\n`.repeat(5);
  expect(
    await raw(
      plain,
      `POST /api/v1/things/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}0\r\n\r\n`,
    ),
  ).toMatch(/^HTTP\/1.1 413/);
});

test.each([
  ["no HTTP at all", "hello\r\n\r\n", 400],
  ["an unknown method", "FROB / HTTP/1.1\r\nHost: x\r\n\r\n", 400],
  ["a tunnel", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n", 405],
  ["a trace", "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405],
  [
    "two lengths",
    "POST /api/v1/things/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    400,
  ],
  [
    "length and chunks",
    "POST /api/v1/things/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
  ],
  ["no host", "GET /en/public/a HTTP/1.1\r\n\r\n", 400],
  [
    "another host's address",
    "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    400,
  ],
  ["headers without end", `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`, 431],
])("%s is answered", async (_, bytes, status) => {
  expect(await raw(plain, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
});

test("an error of ours shows its id and nothing of its message", async () => {
  const response = await fetch(`${plain}/broken`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("example.org");
});

test("HEAD answers as GET without the body", async () => {
  const response = await fetch(`${plain}/en/public/a`, { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});
