import { problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";
import { asRoute } from "@/lib/web/route";

const ALLOW = { allow: "GET, HEAD, OPTIONS" };

/** Other methods on a reading: 405 with what is allowed (RFC 9110, 15.5.6). */
const refuseMethod: Door = async ({ requestId }) =>
  problem(405, { code: "method-not-allowed", headers: ALLOW, requestId });

/** A browser's question before a request from another origin (CORS): everyone may read. */
const preflight: Door = async () => ({
  status: 204,
  headers: {
    ...ALLOW,
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "If-None-Match",
    "access-control-max-age": "86400",
  },
  body: "",
});

/** The route handlers of a reading: the door for GET and HEAD, and an answer to every other method. */
export function readingRoute(door: Door) {
  const refused = asRoute(refuseMethod);
  return {
    GET: asRoute(door),
    HEAD: asRoute(door),
    OPTIONS: asRoute(preflight),
    POST: refused,
    PUT: refused,
    PATCH: refused,
    DELETE: refused,
  };
}
