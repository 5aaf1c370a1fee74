import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isUnavailable } from "@/lib/db/errors";
import { describeError, log } from "@/lib/logging/log";
import { SECOND } from "@/lib/time/durations";
import { matchesEtag, problem } from "./answers";
import type { Client } from "./body";
import type { Door, DoorAnswer, DoorRequest, PageAnswer } from "./door";
import { FORM_HEADER, INTERNAL_HEADERS, PEER_HEADER, packInternal, REQUEST_ID_HEADER } from "./internal";
import { type CachedPage, chooseEncoding, PageCache } from "./page-cache";
import { isDirectLoopback, peerReader } from "./peer";
import { refuse } from "./problem-page";
import { receiveBody } from "./receive-body";
import type { Rendered, Renderer } from "./render";
import { logRequest, type RequestLine } from "./request-log";
import { readTarget } from "./request-target";
import { securityHeaders } from "./security-headers";

/** A door that the host serves itself. `pattern` matches the path; its named groups become the params. */
export type HotDoor = { method: "GET" | "POST"; pattern: RegExp; door: Door };

export type HostOptions = {
  render: Renderer;
  hotDoors: HotDoor[];
  trustedProxies: string[];
  /** Origin the public sees. */
  appUrl: string;
  /** Paths of signed-in pages: their cookies reach Next, they are never cached, and they take posts. */
  isPrivate: (path: string) => boolean;
};

type Exchange = { request: IncomingMessage; response: ServerResponse; requestId: string; began: number; from: RequestLine["from"]; url: URL; body: Uint8Array };

const READING = ["GET", "HEAD"];
const API_METHODS = ["GET", "HEAD", "POST", "OPTIONS"];

/**
 * The web host: strict about what comes in, serves hot doors before Next, public pages from a cache, the rest
 * through Next. It knows no domain rule. Returns a server that is not listening yet.
 */
export function createHost(options: HostOptions): Server {
  const cache = new PageCache();
  const peerOf = peerReader(options.trustedProxies);
  const fixedHeaders = securityHeaders(options.appUrl.startsWith("https:"));

  async function serve(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    const target = readTarget(request.url ?? "", options.appUrl);
    if (!target.ok) return refuseEarly(exchange, target.status, target.code);
    exchange.url = target.url;
    const hot = options.hotDoors.flatMap((door) => {
      const match = door.pattern.exec(target.url.pathname);
      return match ? [{ ...door, params: { ...match.groups } }] : [];
    });
    const method = request.method ?? "";
    const wanted = hot.find((door) => door.method === method || (door.method === "GET" && method === "HEAD"));
    const allowed = hot.length > 0 ? hot.flatMap((door) => (door.method === "GET" ? READING : [door.method])) : allowedFor(target.url.pathname);
    if (!wanted && !allowed.includes(method)) return refuseEarly(exchange, 405, "method-not-allowed", { allow: allowed.join(", ") });
    const body = await receiveBody(request);
    if (!body.ok) return refuseEarly(exchange, body.status, body.code, { connection: "close" });
    exchange.body = body.body;
    if (wanted) return serveDoor(exchange, wanted.door, wanted.params);
    return serveThroughNext(exchange, method);
  }

  function allowedFor(path: string): string[] {
    if (path.startsWith("/api/")) return API_METHODS;
    return options.isPrivate(path) ? [...READING, "POST"] : READING;
  }

  async function serveDoor(exchange: Exchange, door: Door, params: Record<string, string>): Promise<void> {
    exchange.from = "door";
    await sendAnswer(exchange, await door(doorRequest(exchange, params)));
  }

  function doorRequest({ request, requestId, url, body }: Exchange, params: Record<string, string>): DoorRequest {
    const decoded = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
    return {
      method: request.method ?? "",
      url,
      params: decoded,
      header: (name) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value.join(", ") : value;
      },
      body,
      peer: peerOf(request),
      direct: isDirectLoopback(request),
      requestId,
      now: new Date(),
    };
  }

  async function sendAnswer(exchange: Exchange, answer: DoorAnswer): Promise<void> {
    if ("page" in answer) return sendPage(exchange, answer);
    const body = typeof answer.body === "string" ? Buffer.from(answer.body) : Buffer.from(answer.body);
    return send(exchange, answer.status, answer.headers, body);
  }

  /** Renders a page of ours under another status, with what it needs handed over in a signed header. */
  async function sendPage(exchange: Exchange, answer: PageAnswer): Promise<void> {
    const headers = { ...nextHeaders(exchange), [FORM_HEADER]: packInternal(answer.form) };
    const rendered = await options.render({ method: "GET", target: answer.page, headers });
    if (rendered.status >= 400) throw new Error(`page answered ${rendered.status}`);
    return sendRendered(exchange, { ...rendered, status: answer.status, headers: { ...rendered.headers, ...answer.headers, "cache-control": "no-store" } });
  }

  /** What Next is told of a request: nothing a client could have forged for us, and cookies only where they matter. */
  function nextHeaders({ request, requestId, url }: Exchange): Record<string, string> {
    const { cookie, ...others } = request.headers;
    const kept = Object.entries(others).flatMap(([name, value]) => (value === undefined || INTERNAL_HEADERS.includes(name) || UNWANTED.test(name) ? [] : [[name, String(value)]]));
    const handed = { peer: peerOf(request), direct: isDirectLoopback(request) };
    return {
      ...Object.fromEntries(kept),
      ...(cookie && options.isPrivate(url.pathname) ? { cookie } : {}),
      host: new URL(options.appUrl).host,
      "x-forwarded-proto": new URL(options.appUrl).protocol.slice(0, -1),
      [REQUEST_ID_HEADER]: requestId,
      [PEER_HEADER]: packInternal(handed),
    };
  }

  async function serveThroughNext(exchange: Exchange, method: string): Promise<void> {
    const { url, body } = exchange;
    const target = url.pathname + url.search;
    const isCacheable = READING.includes(method) && !url.pathname.startsWith("/api/") && !options.isPrivate(url.pathname);
    if (!isCacheable) {
      exchange.from = "render";
      return sendRendered(exchange, await options.render({ method, target, headers: nextHeaders(exchange), body: body.length > 0 ? body : undefined }));
    }
    const { "accept-encoding": _, "if-none-match": _etag, "if-modified-since": _since, ...headers } = nextHeaders(exchange);
    const { page, hit } = await cache.page(target, headers, () => options.render({ method: "GET", target, headers }));
    exchange.from = hit ? "cache" : "render";
    if (page.status >= 500 && String(page.headers["content-type"]).startsWith("text/html")) return apologize(exchange, page.status, "internal");
    return sendCached(exchange, page);
  }

  async function sendCached(exchange: Exchange, page: CachedPage): Promise<void> {
    const keepable = !String(page.headers["cache-control"] ?? "no-store").includes("no-store");
    const headers = keepable ? { ...page.headers, etag: page.etag } : page.headers;
    if (keepable && page.status === 200 && matchesEtag(exchange.request.headers["if-none-match"], page.etag)) return send(exchange, 304, headers, Buffer.alloc(0));
    const plain = await page.body("identity");
    const encoding = chooseEncoding(exchange.request.headers["accept-encoding"], String(page.headers["content-type"] ?? ""), plain.length);
    return send(exchange, page.status, encoding === "identity" ? headers : { ...headers, "content-encoding": encoding }, await page.body(encoding));
  }

  function sendRendered(exchange: Exchange, { status, headers, body }: Rendered): void {
    send(exchange, status, headers, body);
  }

  function send({ request, response }: Exchange, status: number, headers: Rendered["headers"], body: Buffer): void {
    if (response.headersSent || response.destroyed) return;
    const bare = status === 304 || status === 204;
    response.writeHead(status, { ...fixedHeaders, ...headers, ...(bare ? {} : { "content-length": body.length }) });
    response.end(bare || request.method === "HEAD" ? undefined : body);
  }

  /** A refusal before any door: in words to a browser, as a problem document to everything else. */
  async function refuseEarly(exchange: Exchange, status: number, code: string, headers: Record<string, string> = {}): Promise<void> {
    const wantsPage = (exchange.request.headers.accept ?? "").includes("text/html") && !(exchange.request.url ?? "").startsWith("/api/v1/openapi");
    const client: Client = wantsPage ? "form" : "json";
    const answer = refuse(doorRequest(exchange, {}), client, { status, code });
    return sendAnswer(exchange, { ...answer, headers: { ...answer.headers, ...headers } });
  }

  async function serveOrApologize(exchange: Exchange): Promise<void> {
    try {
      await serve(exchange);
    } catch (error) {
      const unavailable = isUnavailable(error);
      log().error({ requestId: exchange.requestId, error: describeError(error) }, unavailable ? "database unavailable" : "request failed");
      await apologize(exchange, unavailable ? 503 : 500, unavailable ? "unavailable" : "internal");
    }
  }

  /** In words where a page can still be rendered, else as a bare problem document. */
  async function apologize(exchange: Exchange, status: number, code: string): Promise<void> {
    const headers: Record<string, string> = status === 503 ? { "retry-after": "5" } : {};
    try {
      await refuseEarly(exchange, status, code, headers);
    } catch (error) {
      log().error({ requestId: exchange.requestId, error: describeError(error) }, "problem page failed");
      const bare = problem(status, { code, requestId: exchange.requestId, headers });
      send(exchange, bare.status, bare.headers, Buffer.from(String(bare.body)));
    }
  }

  const server = createServer({ headersTimeout: 15 * SECOND, requestTimeout: 60 * SECOND, keepAliveTimeout: 10 * SECOND }, (request, response) => {
    const exchange: Exchange = { request, response, requestId: randomUUID(), began: performance.now(), from: "host", url: new URL(options.appUrl), body: new Uint8Array() };
    response.setHeader("x-request-id", exchange.requestId);
    response.on("close", () => logRequest({ requestId: exchange.requestId, method: request.method ?? "", path: exchange.url.pathname, status: response.statusCode, milliseconds: performance.now() - exchange.began, bytes: Number(response.getHeader("content-length") ?? 0), from: exchange.from }));
    void serveOrApologize(exchange);
  });
  answerUnparsable(server);
  return server;
}

/** Headers that would make Next answer with flight data, or that belong to the hop before us. */
const UNWANTED = /^(rsc|next-router-.*|x-nextjs-.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-forwarded-.*|forwarded|connection|keep-alive|transfer-encoding|upgrade|expect|host)$/;

/** Requests that are not HTTP, or a method we never serve that Node hands over apart: an answer, then the end. */
function answerUnparsable(server: Server): void {
  const say = (status: string, code: string) => {
    const body = JSON.stringify({ type: "about:blank", title: status.slice(4), status: Number(status.slice(0, 3)), code });
    return `HTTP/1.1 ${status}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n`.concat(status.startsWith("405") ? `allow: ${API_METHODS.join(", ")}\r\n` : "", "\r\n", body);
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    if (error.code === "HPE_HEADER_OVERFLOW") return void socket.end(say("431 Request header fields too large", "headers-too-large"));
    if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return void socket.end(say("408 Request timeout", "slow-request"));
    socket.end(say("400 Bad request", "malformed-request"));
  });
  server.on("connect", (_, socket) => socket.end(say("405 Method not allowed", "method-not-allowed")));
}
