import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";

import { afterAll, expect, test } from "vitest";
import { json } from "./answers";
import type { Door, DoorRequest } from "./door";
import { createHost, type HotDoor } from "./host";
import { FORM_HEADER, PEER_HEADER, readFormState, unpackInternal } from "./internal";
import { makeRenderer, type RenderRequest } from "./render";

process.env.APP_SECRET = "a secret for tests only, längér than 32";
process.env.DATABASE_URL = "postgres://nobody@127.0.0.1:9/none";

/** What was asked of the page renderer, and what pages it knows. */
const asked: RenderRequest["headers"][] = [];
let failing = false;
const PAGE = `<!DOCTYPE html><html><head><link rel="preload" as="script" href="/_next/a.js"/><script src="/_next/a.js" async=""></script></head><body>${"<p>Žádost</p>".repeat(100)}<script>self.__next_f.push([1,"x"])</script><script src="/enhance.js" defer="" data-keep=""></script></body></html>`;

const render = makeRenderer(async (request, response) => {
  asked.push(request.headers);
  const path = (request.url ?? "").split("?")[0] ?? "";
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (failing)
    return void response.writeHead(500, { "content-type": "text/html" }).end("<html>stack trace</html>");
  if (path.endsWith("/problem")) {
    const state = readFormState(String(request.headers[FORM_HEADER]));
    return void response
      .writeHead(state ? 200 : 404, { "content-type": "text/html" })
      .end(`<html>problem ${state?.values.code}</html>`);
  }
  if (path.endsWith("/missing"))
    return void response
      .writeHead(404, { "content-type": "text/html", "x-vigil-cache": "public, s-maxage=1" })
      .end("<html></html>");
  const cacheable = path.startsWith("/en/public") ? { "x-vigil-cache": "public, max-age=0, s-maxage=1" } : {};
  const kind = path.includes("/organize") ? { "x-vigil-page": "workspace" } : {};
  response
    .writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "s-maxage=3, stale-while-revalidate=31536000",
      ...cacheable,
      ...kind,
    })
    .end(PAGE);
});

const seen: DoorRequest[] = [];
const echo: Door = async (request) => {
  seen.push(request);
  const padding = request.header("x-long") ? "x".repeat(2_000) : "";
  return json(200, { length: request.body.byteLength, peer: request.peer, direct: request.direct, padding });
};
const broken: Door = async () => {
  throw new Error("secret address a@example.org");
};
const hotDoors: HotDoor[] = [
  { method: "POST", route: "/api/v1/things/{slug}", door: echo },
  { method: "GET", route: "/broken", door: broken },
  { method: "GET", route: "/api/v1/readable", door: echo },
];

const servers: Server[] = [];
async function start(trustedProxies: string[] = []): Promise<string> {
  const server = createHost({
    render,
    hotDoors,
    trustedProxies,
    appUrl: "http://localhost:3000",
    isPrivate: (path) => path.includes("/organize"),
    pageParameters: ["src"],
    isDatabaseThere: async () => true,
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const plain = await start();
const behindProxy = await start(["127.0.0.1/8"]);
afterAll(() => {
  for (const server of servers) server.close();
});

/** Sends bytes as they are and returns all that comes back. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(plain).port), "127.0.0.1");
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

test("a public page comes without the framework's scripts, compressed, with a policy and an ETag", async () => {
  const response = await fetch(`${plain}/en/public/a`, { headers: { "accept-encoding": "identity" } });
  const html = await response.text();
  expect(html).not.toMatch(/_next|__next_f/);
  expect(html).toContain('<script src="/enhance.js" defer="" data-keep="">');
  expect(response.headers.get("content-security-policy")).toMatch(/script-src 'self'$/);
  expect(response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
  const compressed = await raw(
    "GET /en/public/a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n",
  );
  expect(compressed).toContain("content-encoding: br");
  const again = await fetch(`${plain}/en/public/a`, {
    headers: { "if-none-match": response.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
});

test("brotli bodies decompress to the page", async () => {
  const response = await fetch(`${plain}/en/public/br`, { headers: { "accept-encoding": "br" } });
  expect(await response.text()).toContain("Žádost");
});

test("a hundred readers at once cost one render", async () => {
  asked.length = 0;
  await Promise.all(Array.from({ length: 100 }, () => fetch(`${plain}/en/public/shared`)));
  expect(asked).toHaveLength(1);
});

test("marks that mailers add to an address cost no render, and what pages read does", async () => {
  asked.length = 0;
  for (const query of ["", "?fbclid=1", "?fbclid=2&x=y"]) await fetch(`${plain}/en/public/marks${query}`);
  expect(asked).toHaveLength(1);
  await fetch(`${plain}/en/public/marks?src=leaflet&fbclid=3`);
  expect(asked).toHaveLength(2);
});

test("readers of a path without a language never get one another's", async () => {
  asked.length = 0;
  await Promise.all(
    ["ko", "ja", "ru"].map((language) => fetch(`${plain}/`, { headers: { "accept-language": language } })),
  );
  expect(asked.map((headers) => headers["accept-language"]).sort()).toEqual(["ja", "ko", "ru"]);
});

test("a missing page is said in our words, every time", async () => {
  for (let visit = 0; visit < 3; visit += 1) {
    const response = await fetch(`${plain}/en/public/missing`, { headers: { accept: "text/html" } });
    expect([response.status, await response.text()]).toEqual([404, "<html>problem not-found</html>"]);
  }
});

test("long answers of any kind are compressed", async () => {
  const response = await raw(
    "POST /api/v1/things/a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Length: 0\r\nConnection: close\r\nX-Long: 1\r\n\r\n",
  );
  expect(response).toContain("content-encoding: gzip");
});

test("a page elsewhere may ask whether it may read", async () => {
  const response = await fetch(`${plain}/api/v1/readable`, { method: "OPTIONS" });
  expect([
    response.status,
    response.headers.get("allow"),
    response.headers.get("access-control-allow-origin"),
  ]).toEqual([204, "GET, HEAD", "*"]);
});

test("while rendering fails the last good page stands in; without one the request's id is said, and no more", async () => {
  await fetch(`${plain}/en/public/stale`);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  failing = true;
  expect((await fetch(`${plain}/en/public/stale`)).status).toBe(200);
  const fresh = await fetch(`${plain}/en/public/never-seen`);
  failing = false;
  expect(fresh.status).toBe(500);
  const body = await fresh.json();
  expect(body).toMatchObject({ code: "internal", requestId: fresh.headers.get("x-request-id") });
  expect(JSON.stringify(body)).not.toContain("stack");
});

test("workspace pages keep their scripts by hash, are never cached, and alone get cookies", async () => {
  asked.length = 0;
  for (const path of ["/en/organize", "/en/organize", "/en/public/cookie"])
    await fetch(plain + path, { headers: { cookie: "vigil-session=x" } });
  expect(asked.map((headers) => headers.cookie)).toEqual(["vigil-session=x", "vigil-session=x", undefined]);
  const response = await fetch(`${plain}/en/organize`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("content-security-policy")).toMatch(/script-src 'self' 'sha256-/);
  expect(await response.text()).toContain("__next_f");
});

test("what clients write into internal headers never arrives", async () => {
  asked.length = 0;
  await fetch(`${plain}/en/public/forged`, {
    headers: {
      "x-vigil-form": "forged",
      "x-vigil-peer": "forged",
      rsc: "1",
      "x-middleware-subrequest": "proxy",
    },
  });
  expect(asked[0]?.[FORM_HEADER]).toBeUndefined();
  expect(asked[0]?.rsc).toBeUndefined();
  expect(asked[0]?.["x-middleware-subrequest"]).toBeUndefined();
  expect(unpackInternal<{ peer: string }>(String(asked[0]?.[PEER_HEADER]))?.peer).toBe("127.0.0.1");
});

test("X-Forwarded-For counts only from a trusted proxy", async () => {
  const ask = async (base: string) =>
    (await (
      await fetch(`${base}/api/v1/things/a`, {
        method: "POST",
        headers: { "x-forwarded-for": "198.51.100.9, 203.0.113.5" },
      })
    ).json()) as { peer: string; direct: boolean };
  expect(await ask(plain)).toMatchObject({ peer: "127.0.0.1", direct: false });
  expect(await ask(behindProxy)).toMatchObject({ peer: "203.0.113.5", direct: false });
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
  expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
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
