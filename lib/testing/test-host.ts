import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { json } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";
import { createHost, type HotDoor } from "@/lib/web/host";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { makeRenderer, type RenderRequest } from "@/lib/web/render";

/** What was asked of the page renderer, and what pages it knows. */
export const asked: RenderRequest["headers"][] = [];
/** Set while every render fails. */
export const weather = { failing: false };
const PAGE = `<!DOCTYPE html><html><head><link rel="preload" as="script" href="/_next/a.js"/><script src="/_next/a.js" async=""></script></head><body>${"<p>Žádost</p>".repeat(100)}<script>self.__next_f.push([1,"x"])</script><script src="/enhance.js" defer="" data-keep=""></script></body></html>`;

const render = makeRenderer(async (request, response) => {
  asked.push(request.headers);
  const path = (request.url ?? "").split("?")[0] ?? "";
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (weather.failing)
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
  const cacheable = path.startsWith("/en/public")
    ? { "x-vigil-cache": `public, max-age=0, s-maxage=${path.endsWith("/stale") ? 1 : 60}` }
    : {};
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

const echo: Door = async (request) => {
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

/** Starts a web host over pages of its own, which ends with the process. Returns its address. */
export async function startTestHost(trustedProxies: string[] = []): Promise<string> {
  process.env.APP_SECRET ??= "a secret for tests only, längér than 32";
  process.env.DATABASE_URL ??= "postgres://nobody@127.0.0.1:9/none";
  const server = createHost({
    render,
    hotDoors,
    trustedProxies,
    appUrl: "http://localhost:3000",
    isPrivate: (path) => path.includes("/organize"),
    pageParameters: ["src"],
    isDatabaseThere: async () => true,
  });
  server.unref();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends bytes as they are and returns all that comes back. */
export async function raw(base: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(base).port), "127.0.0.1");
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
