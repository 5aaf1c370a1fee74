import { expect, test } from "vitest";
import { asked, raw, startTestHost, weather } from "@/lib/testing/test-host";
import { FORM_HEADER, PEER_HEADER, unpackInternal } from "./internal";

const plain = await startTestHost();
const behindProxy = await startTestHost(["127.0.0.1/8"]);

test("a public page comes without the framework's scripts, compressed, with a policy and an ETag", async () => {
  const response = await fetch(`${plain}/en/public/a`, { headers: { "accept-encoding": "identity" } });
  const html = await response.text();
  expect(html).not.toMatch(/_next|__next_f/);
  expect(html).toContain('<script src="/enhance.js" defer="" data-keep="">');
  expect(response.headers.get("content-security-policy")).toMatch(/script-src 'self'$/);
  expect(response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=60");
  const compressed = await raw(
    plain,
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
  for (const path of ["/en/public/missing", "/en/public/missing", "/nowhere/missing"]) {
    const response = await fetch(`${plain}${path}`, { headers: { accept: "text/html" } });
    expect([response.status, await response.text()]).toEqual([404, "<html>problem not-found</html>"]);
  }
});

test("long answers of any kind are compressed", async () => {
  const response = await raw(
    plain,
    "POST /api/v1/things/a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Length: 0\r\nConnection: close\r\nX-Long: 1\r\n\r\n",
  );
  expect(response).toContain("content-encoding: gzip");
});

test("while rendering fails the last good page stands in; without one the request's id is said, and no more", async () => {
  await fetch(`${plain}/en/public/stale`);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  weather.failing = true;
  expect((await fetch(`${plain}/en/public/stale`)).status).toBe(200);
  const fresh = await fetch(`${plain}/en/public/never-seen`);
  weather.failing = false;
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
