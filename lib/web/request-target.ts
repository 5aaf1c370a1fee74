/** The longest request target served; longer ones are 414 (RFC 9110, 15.5.15). */
const LONGEST_TARGET = 4_096;

export type ReadTarget = { ok: true; url: URL } | { ok: false; status: 400 | 414; code: string };

/**
 * Reads a request target (RFC 9112, 3.2.1: origin form only). Refuses what cannot be decoded or could be read in
 * two ways by a proxy and by us: broken escapes, control characters, backslashes, empty and dot segments.
 */
export function readTarget(target: string, origin: string): ReadTarget {
  if (target.length > LONGEST_TARGET) return { ok: false, status: 414, code: "target-too-long" };
  const path = target.split("?", 1)[0] ?? "";
  const decoded = decodeOrNull(path);
  if (!path.startsWith("/") || decoded === null || hasOddSegment(path) || hasOddSegment(decoded)) return { ok: false, status: 400, code: "malformed-path" };
  if (decodeOrNull(target.slice(path.length).replaceAll("+", " ")) === null) return { ok: false, status: 400, code: "malformed-query" };
  return { ok: true, url: new URL(target, origin) };
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
  return /[\p{Cc}\\#]/u.test(path) || /\/\//.test(path) || path.split("/").some((segment) => segment === "." || segment === "..");
}
