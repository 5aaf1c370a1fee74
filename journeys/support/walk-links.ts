/** A page as a reader without JavaScript has it: what it answers, what it leads to, and what can be led to on it. */
export type WalkedPage = { status: number; html: string; links: string[]; ids: Set<string> };

/** As many pages at once as the two processors take. */
const WALKERS = 4;
const ENTITIES: Record<string, string> = { "&amp;": "&", "&quot;": '"', "&#x27;": "'" };

/**
 * Reads a page and all below `within`, but for what is below `apart`, that its links lead to, by href alone, and asks
 * every other page of the same origin that they link to once. Takes the origin and paths. Returns the pages by path
 * (with query, without anchor). The same page in another language (`hreflang`) or as a file (`download`) is not another
 * page.
 */
export async function walkLinks(
  origin: string,
  start: string,
  within: string,
  apart?: string,
): Promise<Map<string, WalkedPage>> {
  const pages = new Map<string, WalkedPage>();
  const isWalked = (path: string) => path.startsWith(within) && (!apart || !path.startsWith(apart));
  for (let level = [start]; level.length > 0; level = levelBelow(pages, level, isWalked))
    await readAll(origin, level, pages);
  return pages;
}

async function readAll(origin: string, paths: string[], into: Map<string, WalkedPage>): Promise<void> {
  const waiting = [...paths];
  const walker = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift())
      into.set(path, await readPage(origin, path));
  };
  await Promise.all(Array.from({ length: WALKERS }, walker));
}

/** What the pages of a level lead to and nobody has read yet. */
function levelBelow(
  pages: Map<string, WalkedPage>,
  level: string[],
  isWalked: (path: string) => boolean,
): string[] {
  const found = level
    .filter(isWalked)
    .flatMap((path) =>
      (pages.get(path)?.links ?? []).map(withoutAnchor).filter((link) => !narrows(path, link)),
    );
  return [...new Set(found)].filter((link) => !pages.has(link));
}

/** A list that a query has narrowed is not narrowed further: the combinations are many, and say nothing new. */
function narrows(path: string, link: string): boolean {
  return path.includes("?") && link.includes("?");
}

async function readPage(origin: string, path: string): Promise<WalkedPage> {
  const answer = await fetch(`${origin}${path}`);
  const html = await answer.text();
  if (!answer.headers.get("content-type")?.startsWith("text/html"))
    return { status: answer.status, html, links: [], ids: new Set() };
  const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decoded(id)));
  return { status: answer.status, html, links: linksOf(html, `${origin}${path}`), ids };
}

/** What the page's links lead to on the same origin, as path with query and anchor. */
function linksOf(html: string, address: string): string[] {
  return [...html.matchAll(/<a\s([^>]*)>/g)].flatMap(([, attributes = ""]) => {
    const href = /(?:^|\s)href="([^"]*)"/.exec(attributes)?.[1];
    if (href === undefined || /(^|\s)(hreflang|download)=/i.test(attributes)) return [];
    const url = new URL(decoded(href), address);
    return url.origin === new URL(address).origin ? [url.href.slice(url.origin.length)] : [];
  });
}

/** Links that lead to nothing, each with the page it stands on: an answer of 400 or more, or an anchor nowhere on the page. */
export function deadLinks(pages: Map<string, WalkedPage>): string[] {
  return [...pages].flatMap(([path, { links }]) =>
    [...new Set(links)].filter((link) => isDead(link, pages)).map((link) => `${path} → ${link}`),
  );
}

function isDead(link: string, pages: Map<string, WalkedPage>): boolean {
  const page = pages.get(withoutAnchor(link));
  if (!page) return false;
  const anchor = decodeURIComponent(link.split("#")[1] ?? "");
  return page.status >= 400 || (anchor !== "" && !page.ids.has(anchor));
}

function withoutAnchor(link: string): string {
  return link.split("#")[0] ?? link;
}

function decoded(text = ""): string {
  return text.replace(/&(amp|quot|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}
