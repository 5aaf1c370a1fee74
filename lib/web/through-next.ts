import { isLocale } from "@/lib/i18n/locales";
import type { PageAnswer } from "./door";
import type { Exchange } from "./exchange";
import { FORM_HEADER, INTERNAL_HEADERS, PEER_HEADER, packInternal, REQUEST_ID_HEADER } from "./internal";
import { type CachedPage, PageCache } from "./page-cache";
import { isDirectLoopback } from "./peer";
import type { Rendered, Renderer } from "./render";

export type NextOptions = {
  render: Renderer;
  peerOf: (request: Exchange["request"]) => string;
  /** Origin the public sees. */
  appUrl: string;
  /** Paths of signed-in pages: their cookies reach Next, they are never cached, and they take posts. */
  isPrivate: (path: string) => boolean;
  /** Query parameters that pages read; all others are dropped before anything is rendered or kept. */
  pageParameters: readonly string[];
};

/** Headers that would make Next answer with flight data, or that belong to the hop before us. */
const UNWANTED =
  /^(rsc|next-.*|x-nextjs-.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-forwarded-.*|forwarded|connection|keep-alive|transfer-encoding|content-length|upgrade|expect|host)$/;
/** What the cache answers for itself. */
const CONDITIONS = ["accept-encoding", "if-none-match", "if-modified-since", "range"];

/** The way to Next: what it is told, what of its answers is shared among readers, and what is not. */
export function throughNext({ render, peerOf, appUrl, isPrivate, pageParameters }: NextOptions) {
  const cache = new PageCache();
  const { host, protocol } = new URL(appUrl);

  /** What Next is told of a request: nothing a client could have forged for us, and cookies only where they matter. */
  function headersFor({ request, requestId, path }: Exchange): Record<string, string> {
    const { cookie, ...others } = request.headers;
    const kept = Object.entries(others).flatMap(([name, value]) =>
      value === undefined || INTERNAL_HEADERS.includes(name) || UNWANTED.test(name)
        ? []
        : [[name, String(value)]],
    );
    return {
      ...Object.fromEntries(kept),
      ...(cookie && isPrivate(path) ? { cookie } : {}),
      host,
      "x-forwarded-proto": protocol.slice(0, -1),
      [REQUEST_ID_HEADER]: requestId,
      [PEER_HEADER]: packInternal({ peer: peerOf(request), direct: isDirectLoopback(request) }),
    };
  }

  /** Pages in a language and static files are the same for everyone; a path that leads to a reader's language is not. */
  function isShared({ request, path }: Exchange): boolean {
    if (!["GET", "HEAD"].includes(request.method ?? "") || path.startsWith("/api/") || isPrivate(path))
      return false;
    return isLocale(path.split("/")[1]) || path.startsWith("/_next/") || /\.[a-z0-9]+$/.test(path);
  }

  /** Path and what pages read of the query, so that a campaign mailer's marks cost neither a render nor a place in the cache. */
  function targetOf({ path, search }: Exchange): string {
    const asked = new URLSearchParams(search);
    const known = pageParameters.flatMap((name): [string, string][] => {
      const value = asked.get(name);
      return value === null ? [] : [[name, value]];
    });
    return known.length > 0 ? `${path}?${new URLSearchParams(known)}` : path;
  }

  return {
    isShared,
    /** A shared answer: from the cache, or rendered once for all who wait for it. */
    async shared(exchange: Exchange): Promise<CachedPage> {
      const target = targetOf(exchange);
      const known = cache.fresh(target);
      exchange.from = known ? "cache" : "render";
      if (known) return known;
      const headers = Object.fromEntries(
        Object.entries(headersFor(exchange)).filter(([name]) => !CONDITIONS.includes(name)),
      );
      return cache.render(target, () => render({ method: "GET", target, headers }));
    },
    /** An answer for this request alone. */
    own(exchange: Exchange): Promise<Rendered> {
      exchange.from = "render";
      const { request, path, search, body } = exchange;
      const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
      return render({
        method,
        target: path + search,
        headers: headersFor(exchange),
        body: body.length > 0 ? body : undefined,
      });
    },
    /** A page of ours, asked for by a door, with what it needs handed over in a signed header. */
    inner(exchange: Exchange, { page, form }: PageAnswer): Promise<Rendered> {
      return render({
        method: "GET",
        target: page,
        headers: { ...headersFor(exchange), [FORM_HEADER]: packInternal(form) },
      });
    },
  };
}
