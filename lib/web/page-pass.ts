import { createHash } from "node:crypto";

/** React escapes `<` in text and `</script` within scripts, so a script element ends at its first end tag. */
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
const SCRIPT_PRELOAD = /<link\b[^>]*\bas="script"[^>]*\/?>/g;

/**
 * Makes a public page of what Next rendered: every script goes but those marked `data-keep` and data blocks
 * (JSON-LD); preloads of scripts go too. The page was complete without them.
 */
export function withoutFrameworkScripts(html: string): string {
  return html
    .replace(SCRIPT_PRELOAD, "")
    .replace(SCRIPT, (element, attributes: string) => (isKept(attributes) ? element : ""));
}

function isKept(attributes: string): boolean {
  return /\bdata-keep\b/.test(attributes) || /\btype="application\/ld\+json"/.test(attributes);
}

/** CSP source expressions (CSP 3, 2.3.1) of a page's inline scripts, for pages that keep them. */
export function inlineScriptHashes(html: string): string[] {
  const hashes = new Set<string>();
  for (const [, attributes = "", body = ""] of html.matchAll(SCRIPT)) {
    if (!/\bsrc=/.test(attributes) && body)
      hashes.add(`'sha256-${createHash("sha256").update(body).digest("base64")}'`);
  }
  return [...hashes];
}
