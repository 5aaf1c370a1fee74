import { sha256 } from "@/lib/crypto/hash";
import { isUnavailable } from "@/lib/db/errors";
import { describeError, log } from "@/lib/logging/log";
import type { DoorRequest, FullAnswer } from "./door";

const PROBLEM_TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  408: "Request timeout",
  409: "Conflict",
  410: "Gone",
  413: "Content too large",
  415: "Unsupported media type",
  422: "Unprocessable content",
  429: "Too many requests",
  500: "Internal error",
  503: "Service unavailable",
};

export type ProblemOptions = {
  /** Machine-readable reason, kebab-case. */
  code: string;
  /** One sentence for a developer; never an exception's message. */
  detail?: string;
  /** Field → code, for 422. */
  errors?: Record<string, string>;
  headers?: Record<string, string>;
  requestId?: string;
};

/** A problem document (RFC 9457). Takes the status and a code; returns an answer that no cache keeps. */
export function problem(status: number, options: ProblemOptions): FullAnswer {
  const { code, detail, errors, headers, requestId } = options;
  const body = {
    type: "about:blank",
    title: PROBLEM_TITLES[status] ?? "Error",
    status,
    code,
    detail,
    errors,
    requestId,
  };
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "access-control-allow-origin": "*",
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** The answer to what nobody expected: logged once, under an id that the client is shown and nothing more. */
export function failure(error: unknown, requestId: string): FullAnswer {
  const unavailable = isUnavailable(error);
  log().error(
    { requestId, error: describeError(error) },
    unavailable ? "database unavailable" : "request failed",
  );
  if (unavailable) return problem(503, { code: "unavailable", requestId, headers: { "retry-after": "5" } });
  return problem(500, { code: "internal", requestId });
}

/** A JSON answer that no cache keeps, for doors that change something. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): FullAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
    body: JSON.stringify(value),
  };
}

/** "See other", for form clients after a change. */
export function seeOther(location: string): FullAnswer {
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: "" };
}

/** A public reading made ready for many readers. */
export type Reading = { body: string; headers: Record<string, string> };

/** Makes a reading ready: open to every origin, with an ETag, kept by caches for `maxAge` seconds. */
export function prepareReading(value: unknown, maxAge: number): Reading {
  return prepareText(JSON.stringify(value), "application/json; charset=utf-8", maxAge);
}

/** The same for an answer that is text already, under its own type. */
export function prepareText(body: string, type: string, maxAge: number): Reading {
  const etag = `W/"${sha256(body).toString("base64url").slice(0, 22)}"`;
  return {
    body,
    headers: {
      "access-control-allow-origin": "*",
      "cache-control": `public, max-age=${maxAge}`,
      etag,
      "content-type": type,
    },
  };
}

/** Answers with a prepared reading, or 304 where the client has it already (RFC 9110, 13.1.2). */
export function answerReading(request: DoorRequest, { body, headers }: Reading): FullAnswer {
  if (matchesEtag(request.header("if-none-match"), headers.etag ?? ""))
    return { status: 304, headers, body: "" };
  return { status: 200, headers, body };
}

/** Both at once, for readings that are made per request. */
export function reading(request: DoorRequest, value: unknown, maxAge: number): FullAnswer {
  return answerReading(request, prepareReading(value, maxAge));
}

/** Weak comparison of If-None-Match (RFC 9110, 8.8.3.2); our tags are weak, for one answer goes out in several encodings. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  return header
    .split(",")
    .some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag.replace(/^W\//, ""));
}
