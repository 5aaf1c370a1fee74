import { createServer, type Server } from "node:http";
import { describeError, log } from "@/lib/logging/log";
import { SECOND } from "@/lib/time/durations";
import { failure, problem } from "./answers";
import type { Door, DoorAnswer, FullAnswer, PageAnswer } from "./door";
import { doorRequest, type Exchange, openExchange, send, sendCached } from "./exchange";
import { peerReader } from "./peer";
import { refuse } from "./problem-page";
import { receiveBody } from "./receive-body";
import { isHtml } from "./render";
import { readTarget } from "./request-target";
import { securityHeaders } from "./security-headers";
import { type NextOptions, throughNext } from "./through-next";
import { answerUnparsable } from "./unparsable";

/** A door that the host serves itself. `route` is its path; a segment in braces matches anything and becomes a param. */
export type HotDoor = { method: "GET" | "POST"; route: string; door: Door };

export type HostOptions = Omit<NextOptions, "peerOf"> & {
  hotDoors: HotDoor[];
  trustedProxies: string[];
  /** Whether the database answers: a page that fails meanwhile is unavailable, not broken. */
  isDatabaseThere: () => Promise<boolean>;
};

type Found = { hot?: { door: HotDoor; params: Record<string, string> }; allowed: string[] };

const READING = ["GET", "HEAD"];
/** What Next's handlers are asked with; each knows which of these it takes and says so. */
const API_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * The web host: strict about what comes in, serves hot doors before Next, public pages from a cache, the rest
 * through Next. It knows no domain rule. Returns a server that is not listening yet.
 */
export function createHost(options: HostOptions): Server {
  const peerOf = peerReader(options.trustedProxies);
  const asking = { peerOf };
  const next = throughNext({ ...options, peerOf });
  const fixedHeaders = securityHeaders(options.appUrl.startsWith("https:"));
  const hotDoors = options.hotDoors.map((door) => ({ ...door, pattern: patternOf(door.route) }));

  async function serve(exchange: Exchange): Promise<void> {
    const { request } = exchange;
    const method = request.method ?? "";
    const target = readTarget(request.url ?? "");
    if (!target.ok) return refuseEarly(exchange, target.status, target.code);
    exchange.path = target.path;
    exchange.search = target.search;
    const { hot, allowed } = findDoor(method, target.path);
    if (!hot && !allowed.includes(method)) return refuseMethod(exchange, method, allowed);
    const received = await receiveBody(request);
    if (!received.ok) return refuseEarly(exchange, received.status, received.code, { connection: "close" });
    exchange.body = received.body;
    return hot ? serveDoor(exchange, hot.door, hot.params) : serveThroughNext(exchange);
  }

  function findDoor(method: string, path: string): Found {
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

  /** "Which methods?" is answered, also to a page elsewhere that wants to read (a CORS preflight); a wrong one is told. */
  async function refuseMethod(exchange: Exchange, method: string, allowed: string[]): Promise<void> {
    const allow = allowed.join(", ");
    if (method !== "OPTIONS" || !exchange.path.startsWith("/api/"))
      return refuseEarly(exchange, 405, "method-not-allowed", { allow });
    const headers: Record<string, string> = allowed.includes("GET")
      ? {
          "access-control-allow-origin": "*",
          "access-control-allow-methods": allow,
          "access-control-allow-headers": "if-none-match",
        }
      : {};
    return send(exchange, 204, { allow, ...headers }, "");
  }

  async function serveDoor(
    exchange: Exchange,
    { door, route }: HotDoor,
    params: Record<string, string>,
  ): Promise<void> {
    exchange.from = "door";
    exchange.route = route;
    return sendAnswer(exchange, await door(doorRequest(exchange, params, asking)));
  }

  function sendAnswer(exchange: Exchange, answer: DoorAnswer): Promise<void> {
    return "page" in answer
      ? sendPage(exchange, answer)
      : send(exchange, answer.status, answer.headers, answer.body);
  }

  async function sendPage(exchange: Exchange, answer: PageAnswer): Promise<void> {
    const rendered = await next.inner(exchange, answer);
    if (rendered.status !== 200) throw new Error(`page answered ${rendered.status}`);
    const headers = { ...rendered.headers, ...answer.headers, "cache-control": "no-store" };
    return send(exchange, answer.status, headers, rendered.body);
  }

  async function serveThroughNext(exchange: Exchange): Promise<void> {
    if (exchange.path.startsWith("/api/") && exchange.path.endsWith("/"))
      return sendAnswer(exchange, problem(404, { code: "unknown-path", requestId: exchange.requestId }));
    const answer = next.isShared(exchange) ? await next.shared(exchange) : await next.own(exchange);
    if (isHtml(answer) && !options.isPrivate(exchange.path)) {
      if (answer.status >= 500) return apologize(exchange, await pageFailure(exchange));
      // Next's own page for this is an empty one that only its scripts would fill.
      if (answer.status === 404) return refuseEarly(exchange, 404, "not-found");
    }
    if ("etag" in answer) return sendCached(exchange, answer);
    return send(exchange, answer.status, answer.headers, answer.body);
  }

  /** Next has logged what failed (instrumentation.ts), under this request's id. */
  async function pageFailure({ requestId }: Exchange): Promise<FullAnswer> {
    if (await options.isDatabaseThere()) return problem(500, { code: "internal", requestId });
    return problem(503, { code: "unavailable", requestId, headers: { "retry-after": "5" } });
  }

  /** A refusal before any door: in words to a browser, as a problem document to everything else. */
  function refuseEarly(
    exchange: Exchange,
    status: number,
    code: string,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const wantsPage = (exchange.request.headers.accept ?? "").includes("text/html");
    const answer = refuse(doorRequest(exchange, {}, asking), wantsPage ? "form" : "json", {
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
    const { "retry-after": retryAfter } = bare.headers;
    try {
      const headers: Record<string, string> = retryAfter ? { "retry-after": retryAfter } : {};
      await refuseEarly(exchange, bare.status, bare.status === 503 ? "unavailable" : "internal", headers);
    } catch (error) {
      log().error({ requestId: exchange.requestId, error: describeError(error) }, "problem page failed");
      await send(exchange, bare.status, bare.headers, bare.body);
    }
  }

  const timeouts = {
    headersTimeout: 15 * SECOND,
    requestTimeout: 60 * SECOND,
    // Longer than proxies keep an idle connection (nginx 60 s, Go's 90 s, Caddy's 120 s). Were it we who close it, a
    // signature sent over it at that moment would be lost.
    keepAliveTimeout: (options.trustedProxies.length > 0 ? 125 : 10) * SECOND,
  };
  const server = createServer(timeouts, (request, response) => {
    void serveOrApologize(openExchange(request, response, fixedHeaders));
  });
  answerUnparsable(server);
  return server;
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function decodeParams(groups: Record<string, string> | undefined): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name in groups) params[name] = decodeURIComponent(groups[name] ?? "");
  return params;
}
