import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { matchesEtag } from "./answers";
import type { DoorRequest } from "./door";
import { type CachedPage, chooseEncoding, compress, type Encoding } from "./page-cache";
import { isDirectLoopback } from "./peer";
import type { Rendered } from "./render";
import { logRequest, type RequestLine } from "./request-log";
import { PAGE_HEADERS } from "./security-headers";

/** One request and its answer on their way through the host. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  /** Path and query as sent, once they proved readable. */
  path: string;
  search: string;
  body: Uint8Array;
  /** Headers of every answer. */
  fixedHeaders: Record<string, string>;
  /** For the log: who answered, and for a hot door its pattern instead of a path. */
  from: RequestLine["from"];
  sent: number;
  route?: string;
};

/** Takes up a request; its line is logged when the answer is out or the client is gone. */
export function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  fixedHeaders: Record<string, string>,
): Exchange {
  const began = performance.now();
  const exchange: Exchange = {
    request,
    response,
    requestId: randomUUID(),
    path: "/",
    search: "",
    body: new Uint8Array(),
    fixedHeaders,
    from: "host",
    sent: 0,
  };
  response.on("close", () => {
    logRequest({
      requestId: exchange.requestId,
      method: request.method ?? "",
      path: exchange.path,
      route: exchange.route,
      status: response.statusCode,
      milliseconds: performance.now() - began,
      bytes: exchange.sent,
      from: exchange.from,
    });
  });
  return exchange;
}

/** Who asks, found out only where a door wants to know (lib/web/peer.ts). */
export type Asking = { peerOf(request: IncomingMessage): string };

/** The request as a door sees it. */
export function doorRequest(
  exchange: Exchange,
  params: Record<string, string>,
  { peerOf }: Asking,
): DoorRequest {
  const { request, requestId, path, search, body } = exchange;
  return {
    method: request.method ?? "",
    path,
    query: () => new URLSearchParams(search),
    params,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    body,
    get peer() {
      return peerOf(request);
    },
    get direct() {
      return isDirectLoopback(request);
    },
    requestId,
    now: new Date(),
  };
}

/** Sends an answer, compressed as the client likes it where that pays. */
export async function send(
  exchange: Exchange,
  status: number,
  headers: Rendered["headers"],
  body: string | Uint8Array,
): Promise<void> {
  const encoding = encodingFor(exchange, headers, Buffer.byteLength(body));
  if (encoding === "identity") return write(exchange, status, headers, body);
  const coded = { ...headers, "content-encoding": encoding, vary: "accept-encoding" };
  write(exchange, status, coded, await compress(Buffer.from(body), encoding));
}

/** A page from the cache: compressed once for all, or "not modified" where the client has it. */
export async function sendCached(exchange: Exchange, page: CachedPage): Promise<void> {
  const keepable = !String(page.headers["cache-control"] ?? "no-store").includes("no-store");
  const headers = keepable ? { ...page.headers, etag: page.etag } : page.headers;
  if (keepable && page.status === 200 && matchesEtag(exchange.request.headers["if-none-match"], page.etag))
    return write(exchange, 304, headers, "");
  const encoding = encodingFor(exchange, headers, page.length);
  const coded = encoding === "identity" ? headers : { ...headers, "content-encoding": encoding };
  write(exchange, page.status, coded, await page.body(encoding));
}

function encodingFor({ request }: Exchange, headers: Rendered["headers"], length: number): Encoding {
  return chooseEncoding(request.headers["accept-encoding"], String(headers["content-type"] ?? ""), length);
}

function write(
  exchange: Exchange,
  status: number,
  headers: Rendered["headers"],
  body: string | Uint8Array,
): void {
  const { request, response, requestId, fixedHeaders } = exchange;
  if (response.headersSent || response.destroyed) return;
  const bare = status === 304 || status === 204;
  exchange.sent = bare ? 0 : Buffer.byteLength(body);
  const length = bare ? {} : { "content-length": exchange.sent };
  const forPages = String(headers["content-type"] ?? "").startsWith("text/html") ? PAGE_HEADERS : {};
  response.writeHead(status, {
    ...fixedHeaders,
    ...forPages,
    "x-request-id": requestId,
    ...headers,
    ...length,
  });
  response.end(bare || request.method === "HEAD" ? undefined : body);
}
