import { createServer, type Server } from "node:http";
import { describeError, log } from "@/lib/logging/log";
import { SECOND } from "@/lib/time/durations";
import { failure, problem } from "./answers";
import type { Door, DoorAnswer, FullAnswer, PageAnswer } from "./door";
import { doorRequest, type Exchange, openExchange, send, sendCached, sendFull } from "./exchange";
import { FORM_HEADER, INTERNAL_HEADERS, PEER_HEADER, packInternal, REQUEST_ID_HEADER } from "./internal";
import { PageCache } from "./page-cache";
import { isDirectLoopback, peerReader } from "./peer";
import { refuse } from "./problem-page";
import { receiveBody } from "./receive-body";
import { isHtml, type Renderer } from "./render";
import { readTarget } from "./request-target";
import { securityHeaders } from "./security-headers";
import { answerUnparsable } from "./unparsable";

/** A door that the host serves itself. `route` is its path; a segment in braces matches anything and becomes a param. */
export type HotDoor = { method: "GET" | "POST"; route: string; door: Door };

export type HostOptions = {
  render: Renderer;
  hotDoors: HotDoor[];
  trustedProxies: string[];
  /** Origin the public sees. */
  appUrl: string;
  /** Paths of signed-in pages: their cookies reach Next, they are never cached, and they take posts. */
  isPrivate: (path: string) => boolean;
};

const READING = ["GET", "HEAD"];
const API_METHODS = ["GET", "HEAD", "POST", "OPTIONS"];

/** Headers that would make Next answer with flight data, or that belong to the hop before us. */
const UNWANTED =
  /^(rsc|next-.*|x-nextjs-.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-forwarded-.*|forwarded|connection|keep-alive|transfer-encoding|upgrade|expect|host)$/;
/** What the cache answers for itself. */
const CONDITIONS = ["accept-encoding", "if-none-match", "if-modified-since", "range"];

/**
 * The web host: strict about what comes in, serves hot doors before Next, public pages from a cache, the rest
 * through Next. It knows no domain rule. Returns a server that is not listening yet.
 */
export function createHost(options: HostOptions): Server {
  const cache = new PageCache();
  const peerOf = peerReader(options.trustedProxies);
  const fixedHeaders = securityHeaders(options.appUrl.startsWith("https:"));
  const hotDoors = options.hotDoors.map((door) => ({ ...door, pattern: patternOf(door.route) }));
  const { host: publicHost, protocol } = new URL(options.appUrl);

  async function serve(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    const method = request.method ?? "";
    const target = readTarget(request.url ?? "");
    if (!target.ok) return refuseEarly(exchange, target.status, target.code);
    exchange.path = target.path;
    exchange.search = target.search;
    const { hot, allowed } = findDoor(method, target.path);
    if (!hot && !allowed.includes(method))
      return refuseEarly(exchange, 405, "method-not-allowed", { allow: allowed.join(", ") });
    const received = await receiveBody(request);
    if (!received.ok) return refuseEarly(exchange, received.status, received.code, { connection: "close" });
    exchange.body = received.body;
    return hot ? serveDoor(exchange, hot.door, hot.params) : serveThroughNext(exchange, method);
  }

  function findDoor(
    method: string,
    path: string,
  ): { hot?: { door: HotDoor; params: Record<string, string> }; allowed: string[] } {
    const allowed: string[] = [];
    for (const door of hotDoors) {
      const match = door.pattern.exec(path);
      if (!match) continue;
      const methods = door.method === "GET" ? READING : [door.method];
      if (methods.includes(method)) return { hot: { door, params: decodeParams(match.groups) }, allowed };
      allowed.push(...methods);
    }
    return { allowed: allowed.length > 0 ? allowed : allowedThroughNext(path) };
  }

  function allowedThroughNext(path: string): string[] {
    if (path.startsWith("/api/")) return API_METHODS;
    return options.isPrivate(path) ? [...READING, "POST"] : READING;
  }

  async function serveDoor(
    exchange: Exchange,
    { door, route }: HotDoor,
    params: Record<string, string>,
  ): Promise<void> {
    exchange.from = "door";
    exchange.route = route;
    const answer = await door(
      doorRequest(exchange, params, peerOf(exchange.request), isDirectLoopback(exchange.request)),
    );
    return sendAnswer(exchange, answer);
  }

  async function sendAnswer(exchange: Exchange, answer: DoorAnswer): Promise<void> {
    return "page" in answer ? sendPage(exchange, answer) : sendFull(exchange, answer);
  }

  /** Renders a page of ours under another status, with what it needs handed over in a signed header. */
  async function sendPage(exchange: Exchange, answer: PageAnswer): Promise<void> {
    const headers = { ...nextHeaders(exchange), [FORM_HEADER]: packInternal(answer.form) };
    const rendered = await options.render({ method: "GET", target: answer.page, headers });
    if (rendered.status >= 500) throw new Error(`page answered ${rendered.status}`);
    const status = rendered.status === 200 ? answer.status : rendered.status;
    return send(
      exchange,
      status,
      { ...rendered.headers, ...answer.headers, "cache-control": "no-store" },
      rendered.body,
    );
  }

  /** What Next is told of a request: nothing a client could have forged for us, and cookies only where they matter. */
  function nextHeaders({ request, requestId, path }: Exchange): Record<string, string> {
    const { cookie, ...others } = request.headers;
    const kept = Object.entries(others).flatMap(([name, value]) =>
      value === undefined || INTERNAL_HEADERS.includes(name) || UNWANTED.test(name)
        ? []
        : [[name, String(value)]],
    );
    return {
      ...Object.fromEntries(kept),
      ...(cookie && options.isPrivate(path) ? { cookie } : {}),
      host: publicHost,
      "x-forwarded-proto": protocol.slice(0, -1),
      [REQUEST_ID_HEADER]: requestId,
      [PEER_HEADER]: packInternal({ peer: peerOf(request), direct: isDirectLoopback(request) }),
    };
  }

  async function serveThroughNext(exchange: Exchange, method: string): Promise<void> {
    const { path, search, body } = exchange;
    exchange.from = "render";
    if (path.startsWith("/api/") && path.endsWith("/"))
      return sendFull(exchange, problem(404, { code: "unknown-path", requestId: exchange.requestId }));
    const target = path + search;
    if (!READING.includes(method) || path.startsWith("/api/") || options.isPrivate(path)) {
      const rendered = await options.render({
        method: method === "HEAD" ? "GET" : method,
        target,
        headers: nextHeaders(exchange),
        body: body.length > 0 ? body : undefined,
      });
      return send(exchange, rendered.status, rendered.headers, rendered.body);
    }
    const known = cache.fresh(target);
    if (known) {
      exchange.from = "cache";
      return sendCached(exchange, known);
    }
    const headers = Object.fromEntries(
      Object.entries(nextHeaders(exchange)).filter(([name]) => !CONDITIONS.includes(name)),
    );
    const page = await cache.render(target, () => options.render({ method: "GET", target, headers }));
    if (page.status >= 500)
      return apologize(exchange, problem(500, { code: "internal", requestId: exchange.requestId }));
    // Next's own page for this is an empty one that only its scripts would fill.
    if (page.status === 404 && isHtml(page)) return refuseEarly(exchange, 404, "not-found");
    return sendCached(exchange, page);
  }

  /** A refusal before any door: in words to a browser, as a problem document to everything else. */
  async function refuseEarly(
    exchange: Exchange,
    status: number,
    code: string,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const wantsPage = (exchange.request.headers.accept ?? "").includes("text/html");
    const answer = refuse(doorRequest(exchange, {}, "", false), wantsPage ? "form" : "json", {
      status,
      code,
    });
    return sendAnswer(exchange, { ...answer, headers: { ...answer.headers, ...headers } });
  }

  async function serveOrApologize(exchange: Exchange): Promise<void> {
    try {
      await serve(exchange);
    } catch (error) {
      await apologize(exchange, failure(error, exchange.requestId));
    }
  }

  /** In words where a page can still be rendered, else as the bare problem document. */
  async function apologize(exchange: Exchange, bare: FullAnswer): Promise<void> {
    try {
      const headers: Record<string, string> = bare.headers["retry-after"]
        ? { "retry-after": bare.headers["retry-after"] }
        : {};
      await refuseEarly(exchange, bare.status, bare.status === 503 ? "unavailable" : "internal", headers);
    } catch (error) {
      log().error({ requestId: exchange.requestId, error: describeError(error) }, "problem page failed");
      sendFull(exchange, bare);
    }
  }

  const server = createServer(
    { headersTimeout: 15 * SECOND, requestTimeout: 60 * SECOND, keepAliveTimeout: 10 * SECOND },
    (request, response) => {
      void serveOrApologize(openExchange(request, response, fixedHeaders));
    },
  );
  answerUnparsable(server);
  return server;
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function decodeParams(groups: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}
