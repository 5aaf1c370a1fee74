import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { METHODS, malformedBodies, ODD_PATHS } from "./support/malformed";
import { freshAddress, SIGNATURES, SLUG } from "./support/signer";

test.describe.configure({ mode: "serial" });

/** Sends a request and returns status and body; a connection that is dropped without an answer throws. */
async function send(
  base: string,
  path: string,
  init: RequestInit,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(base + path, { redirect: "manual", ...init });
  return { status: answer.status, text: await answer.text() };
}

test("a thousand malformed requests are refused: only 4xx, nothing stored, nothing echoed unescaped", async ({
  baseURL,
  request,
}) => {
  test.setTimeout(600_000);
  const base = baseURL ?? "";
  const before = await (await request.get(`/api/v1/petitions/${SLUG}`)).json();
  let sent = 0;
  const refused = ({ status, text }: { status: number; text: string }, what: string) => {
    sent += 1;
    expect(status, `${what}\n${text.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
    expect(status, `${what}\n${text.slice(0, 300)}`).toBeLessThan(500);
    expect(text).not.toContain("<script>alert(1)");
    expect(text).not.toContain("<img src=x");
  };
  const bodies = malformedBodies();
  for (let at = 0; at < bodies.length; at += 16) {
    await Promise.all(
      bodies
        .slice(at, at + 16)
        .map(async (init) =>
          refused(
            await send(base, SIGNATURES, init),
            `${JSON.stringify(init.headers)} ${String(init.body).slice(0, 200)}`,
          ),
        ),
    );
  }
  for (const path of ODD_PATHS)
    refused(await send(base, path, { method: "GET", headers: { accept: "text/html" } }), path);
  for (const method of METHODS)
    for (const path of [`/en/petitions/${SLUG}`, `/api/v1/petitions/${SLUG}/count`, "/healthz"])
      refused(await send(base, path, { method }), `${method} ${path}`);
  expect(sent).toBeGreaterThan(1_000);
  const after = await (await request.get(`/api/v1/petitions/${SLUG}`)).json();
  expect(after.version.digest).toBe(before.version.digest);
  expect((await request.get("/outbox.json")).ok()).toBe(true);
  expect(JSON.stringify(await (await request.get("/outbox.json")).json())).not.toMatch(
    /attack\.[0-9a-f]{12}@/,
  );
});

test("requests that are not HTTP get an answer and an end", async ({ baseURL }) => {
  const { hostname, port } = new URL(baseURL ?? "");
  const raw = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
      const chunks: Buffer[] = [];
      socket
        .on("data", (chunk) => chunks.push(chunk))
        .on("end", () => resolve(Buffer.concat(chunks).toString("latin1")))
        .on("error", reject);
      socket.write(bytes, "latin1");
    });
  for (const bytes of [
    "\u0000\u0001\u0002\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(40_000)}\r\n\r\n`,
  ]) {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
});

test("the outbox answers nobody behind a proxy or under another name", async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? "");
  const ask = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${port}/outbox.json`, { headers });
  expect((await ask({})).status).toBe(200);
  expect((await ask({})).headers.get("access-control-allow-origin")).toBeNull();
  for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
    expect((await ask({ [name]: "203.0.113.9" })).status).toBe(404);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), "127.0.0.1");
    const chunks: Buffer[] = [];
    socket
      .on("data", (chunk) => chunks.push(chunk))
      .on("end", () => resolve(Buffer.concat(chunks).toString()));
    socket.write("GET /outbox.json HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  });
  expect(answer).toMatch(/^HTTP\/1\.1 404/);
});

test("one network is told to wait, kindly and for how long", async ({ baseURL }) => {
  const headers = { "content-type": "application/json", "x-forwarded-for": "192.0.2.77" };
  const post = () =>
    fetch(`${baseURL}${SIGNATURES}`, {
      method: "POST",
      headers,
      body: JSON.stringify({ email: freshAddress("crowd"), consent: "on" }),
    });
  const answers = await Promise.all(Array.from({ length: 65 }, post));
  const late = answers.filter((answer) => answer.status === 429);
  expect(late).toHaveLength(5);
  expect(Number(late[0]?.headers.get("retry-after"))).toBeGreaterThan(3_000);
  const page = await fetch(`${baseURL}${SIGNATURES}`, {
    method: "POST",
    redirect: "manual",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
      "x-forwarded-for": "192.0.2.77",
    },
    body: `email=${encodeURIComponent(freshAddress("late"))}&consent=on&locale=en`,
  });
  expect(page.status).toBe(429);
  expect(await page.text()).toContain("<h1");
});
