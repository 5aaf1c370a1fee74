import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import CachePolicy from "http-cache-semantics";
import { LRUCache } from "lru-cache";
import { sha256 } from "@/lib/crypto/hash";
import { MINUTE } from "@/lib/time/durations";
import type { Rendered } from "./render";

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export type Encoding = "br" | "gzip" | "identity";
type Entry = {
  policy: CachePolicy;
  rendered: Rendered;
  etag: string;
  bodies: Map<Encoding, Promise<Buffer>>;
  storedAt: number;
};
export type CachedPage = {
  status: number;
  headers: Rendered["headers"];
  etag: string;
  length: number;
  body(encoding: Encoding): Promise<Buffer>;
};

const CACHE_BYTES = 64 * 1024 * 1024;
/** An old page stands in for a failing render this long (stale-if-error, RFC 5861, 4): its numbers carry their time. */
const STALE_IF_ERROR = 5 * MINUTE;
/** Below this, compressing costs more than it saves. */
const WORTH_COMPRESSING = 600;

/**
 * Public answers kept by the rules of RFC 9111 (http-cache-semantics decides). Concurrent misses share one render;
 * bodies are compressed once per encoding; a failing render is answered with the last good page for a while.
 */
export class PageCache {
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ rendered }) => rendered.body.length * 2 + 1_000,
  });
  private readonly rendering = new Map<string, Promise<Entry>>();

  /** What is kept for a target and still fresh. */
  fresh(target: string): CachedPage | undefined {
    const known = this.entries.get(target);
    return known?.policy.satisfiesWithoutRevalidation(requestFor(target)) ? show(known) : undefined;
  }

  /** The page for a target, rendered now, or by whoever is rendering it already. */
  async render(target: string, render: () => Promise<Rendered>): Promise<CachedPage> {
    const running = this.rendering.get(target) ?? this.renderAndKeep(target, render);
    this.rendering.set(target, running);
    try {
      return show(await running);
    } finally {
      if (this.rendering.get(target) === running) this.rendering.delete(target);
    }
  }

  private async renderAndKeep(target: string, render: () => Promise<Rendered>): Promise<Entry> {
    const known = this.entries.get(target);
    const rendered = await render();
    if (rendered.status >= 500 && known && Date.now() - known.storedAt < STALE_IF_ERROR) return known;
    const policy = new CachePolicy(
      requestFor(target),
      { status: rendered.status, headers: rendered.headers },
      { shared: true },
    );
    const etag = `W/"${sha256(rendered.body).toString("base64url").slice(0, 22)}"`;
    const entry: Entry = { policy, rendered, etag, bodies: new Map(), storedAt: Date.now() };
    if (policy.storable() && rendered.headers["set-cookie"] === undefined && variesOnlyOnEncoding(rendered))
      this.entries.set(target, entry);
    return entry;
  }
}

/** A request as the cache knows it: nothing but its target, for cookies and conditions never reach a public page. */
function requestFor(target: string): CachePolicy.HttpRequest {
  return { url: target, method: "GET", headers: {} };
}

/** One entry serves everyone, so an answer that depends on more of the request than its target is not kept. */
function variesOnlyOnEncoding(rendered: Rendered): boolean {
  return [undefined, "accept-encoding"].includes(rendered.headers.vary as string | undefined);
}

function show(entry: Entry): CachedPage {
  return {
    status: entry.rendered.status,
    headers: { ...entry.rendered.headers, age: String(Math.floor(entry.policy.age())) },
    etag: entry.etag,
    length: entry.rendered.body.length,
    body: (encoding) => encoded(entry, encoding),
  };
}

function encoded(entry: Entry, encoding: Encoding): Promise<Buffer> {
  const body = entry.rendered.body;
  const known = entry.bodies.get(encoding) ?? compress(body, encoding);
  entry.bodies.set(encoding, known);
  return known;
}

/** Compresses a body. */
export async function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "br")
    return compressBrotli(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 6,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    });
  return encoding === "gzip" ? compressGzip(body, { level: 6 }) : body;
}

/** What to compress an answer with: brotli, else gzip, else nothing; pictures and small bodies not at all. */
export function chooseEncoding(accepted: string | undefined, contentType: string, length: number): Encoding {
  if (
    length < WORTH_COMPRESSING ||
    !/^(text\/|application\/(json|javascript|problem\+json|manifest)|image\/svg)/.test(contentType)
  )
    return "identity";
  const offered = new Set(
    (accepted ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => !/;\s*q=0(\.0+)?$/.test(part))
      .map((part) => part.split(";")[0]?.trim()),
  );
  if (offered.has("br")) return "br";
  return offered.has("gzip") ? "gzip" : "identity";
}
