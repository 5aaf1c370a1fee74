/** The longest request target served; longer ones are 414 (RFC 9110, 15.5.15). */
const LONGEST_TARGET = 4_096;

export type ReadTarget =
  | { ok: true; path: string; search: string }
  | { ok: false; status: 400 | 414; code: string };

/**
 * Reads a request target (RFC 9112, 3.2.1: origin form only). Returns path and query as sent. Refuses what cannot
 * be decoded or could be read in two ways by a proxy and by us: broken escapes, control characters, backslashes,
 * empty and dot segments.
 */
export function readTarget(target: string): ReadTarget {
  if (target.length > LONGEST_TARGET) return { ok: false, status: 414, code: "target-too-long" };
  const at = target.indexOf("?");
  const path = at < 0 ? target : target.slice(0, at);
  const search = at < 0 ? "" : target.slice(at);
  if (!isPlainPath(path) && !isReadablePath(path)) return { ok: false, status: 400, code: "malformed-path" };
  if (search !== "" && decodeOrNull(search.replaceAll("+", " ")) === null)
    return { ok: false, status: 400, code: "malformed-query" };
  return { ok: true, path, search };
}

/** Nearly every path; what is not plain is looked at more closely. */
function isPlainPath(path: string): boolean {
  return /^(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+\/?$|^\/$/.test(path);
}

function isReadablePath(path: string): boolean {
  const decoded = decodeOrNull(path);
  return path.startsWith("/") && decoded !== null && !hasOddSegment(path) && !hasOddSegment(decoded);
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function hasOddSegment(path: string): boolean {
  return (
    /[\p{Cc}\\#]/u.test(path) ||
    /\/\//.test(path) ||
    path.split("/").some((segment) => segment === "." || segment === "..")
  );
}
