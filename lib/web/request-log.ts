import { log } from "@/lib/logging/log";

/** Path segments after which a token or another private word stands. */
const TOKEN_AFTER = new Set(["confirm", "unsubscribe", "signatures", "sent", "link", "callback"]);
/** What our own slugs, ids and file names look like; anything else may be somebody's words. */
const PLAIN_SEGMENT = /^(?=.{1,40}$)(?!\d{5,})[a-z0-9]+([.-][a-z0-9]+)*$|^zh-Han[st]$/;

/** A path as the log may hold it: our own words stay, tokens and strangers' words become `*`. Takes the path without query. */
export function loggablePath(path: string): string {
  const segments = path.split("/").slice(1, 9);
  const shown = segments.map((segment, index) => {
    if (segment === "") return "";
    if (TOKEN_AFTER.has(segments[index - 1] ?? "") && segments[index - 2] !== "petitions") return "*";
    return PLAIN_SEGMENT.test(segment) ? segment : "*";
  });
  return `/${shown.join("/")}`;
}

export type RequestLine = {
  requestId: string;
  method: string;
  path: string /** A hot door's pattern, instead of the path. */;
  route?: string;
  status: number;
  milliseconds: number;
  bytes: number;
  from: "door" | "cache" | "render" | "host";
};

/** Where people confirm, also without a language, from where they are led on. A moment here that no signature in the database has is that of a "forget me". */
const UNLOGGED = /^(\/[^/]+)?\/confirm(\/|$)|^\/api\/v1\/confirmations(\/|$)/;

/** One line a request: no address, no query, no token; none of a confirmation unless it failed on our side. */
export function logRequest({ method, path, route, milliseconds, ...line }: RequestLine): void {
  if (line.status < 500 && UNLOGGED.test(path)) return;
  const shown = { method: /^[A-Z]{1,10}$/.test(method) ? method : "*", path: route ?? loggablePath(path) };
  log().info({ ...line, ...shown, milliseconds: Math.round(milliseconds * 10) / 10 }, "request");
}
