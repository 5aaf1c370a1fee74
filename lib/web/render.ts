import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import inject from "light-my-request";
import { inlineScriptHashes, withoutFrameworkScripts } from "./page-pass";
import { pagePolicy } from "./security-headers";

/** An answer as it leaves for the wire, uncompressed. */
export type Rendered = { status: number; headers: Record<string, string | string[]>; body: Buffer };
export type RenderRequest = {
  method: string;
  target: string;
  headers: IncomingMessage["headers"];
  body?: Uint8Array;
};
export type Renderer = (request: RenderRequest) => Promise<Rendered>;
type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** next.config.js names with this header how long caches may keep a page; without it a page is kept by nobody. */
const CACHE_HEADER = "x-vigil-cache";
/** … and with this one the pages that keep their scripts. */
const KIND_HEADER = "x-vigil-page";
const OWN_HEADERS = [CACHE_HEADER, KIND_HEADER];
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "proxy-authenticate",
  "te",
  "trailer",
  "content-length",
];

/**
 * Makes the function that asks Next for an answer without a socket between (light-my-request) and turns it into
 * ours: public pages lose Next's scripts, the policy is set, caching is what next.config.js says and never the
 * year of stale-while-revalidate that Next adds.
 */
export function makeRenderer(handler: NextHandler): Renderer {
  const listener: RequestListener = (request, response) => {
    handler(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return async ({ method, target, headers, body }) => {
    const answer = await inject(listener, {
      method: method as "GET",
      url: target,
      headers,
      payload: body ? Buffer.from(body) : undefined,
    });
    const rendered: Rendered = {
      status: answer.statusCode,
      headers: plainHeaders(answer.headers),
      body: answer.rawPayload,
    };
    return isHtml(rendered) ? finishPage(rendered, answer.headers) : rendered;
  };
}

function plainHeaders(headers: Record<string, unknown>): Rendered["headers"] {
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined &&
      !HOP_BY_HOP.includes(name) &&
      !OWN_HEADERS.includes(name) &&
      name !== "x-powered-by",
  );
  return Object.fromEntries(
    kept.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}

export function isHtml({ headers }: Pick<Rendered, "headers">): boolean {
  return String(headers["content-type"] ?? "").startsWith("text/html");
}

function finishPage(rendered: Rendered, own: Record<string, unknown>): Rendered {
  const html = rendered.body.toString("utf8");
  const isWorkspace = own[KIND_HEADER] === "workspace";
  const page = isWorkspace ? html : withoutFrameworkScripts(html);
  const cacheable = !isWorkspace && typeof own[CACHE_HEADER] === "string" && rendered.status === 200;
  const { vary: _, link: _preloads, ...headers } = rendered.headers;
  return {
    status: rendered.status,
    headers: {
      ...headers,
      "content-security-policy": pagePolicy(isWorkspace ? inlineScriptHashes(html) : null),
      "cache-control": cacheable ? String(own[CACHE_HEADER]) : "no-store",
      ...(cacheable ? { vary: "accept-encoding" } : {}),
    },
    body: Buffer.from(page),
  };
}
