import { get } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import { type Figure, figure } from "../figures";
import type { Stage } from "../stage";

/** Everything a browser fetches when it opens the petition page with an empty cache, as it travels, heads included. */
export async function measureFirstVisit(stage: Stage): Promise<Figure> {
  const { port } = await stage.web();
  const origin = `http://127.0.0.1:${port}`;
  const page = await fetchWhole(`${origin}/en/petitions/${stage.slug}`);
  const parts = await fetchAll(origin, linkedFrom(page.text));
  const inner = await fetchAll(origin, parts.filter(({ type }) => type === "text/css").flatMap(urlsIn));
  const all = [page, ...parts, ...inner];
  const kilobytes = all.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  return figure({
    name: "first-visit",
    unit: "kB",
    value: [kilobytes],
    target: { of: "value", atMost: 60 },
    note: all.map(({ url, bytes }) => `${new URL(url).pathname} ${(bytes / 1000).toFixed(1)}`).join(", "),
  });
}

type Fetched = { url: string; type: string; text: string; bytes: number };

/** A fetch on a connection of its own, so that what came over the wire can be told. */
function fetchWhole(url: string): Promise<Fetched> {
  return new Promise((done, fail) => {
    const headers = { "accept-encoding": "br", accept: "*/*" };
    get(url, { agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        if (response.statusCode !== 200) return fail(new Error(`${url} answers ${response.statusCode}`));
        const body = Buffer.concat(chunks);
        const plain = response.headers["content-encoding"] === "br" ? brotliDecompressSync(body) : body;
        const type = String(response.headers["content-type"]).split(";")[0] ?? "";
        done({ url, type, text: plain.toString("utf8"), bytes: response.socket.bytesRead });
      });
    }).on("error", fail);
  });
}

async function fetchAll(origin: string, paths: string[]): Promise<Fetched[]> {
  const urls = [...new Set(paths.map((path) => new URL(path, origin)))];
  const foreign = urls.find((url) => url.origin !== origin);
  if (foreign) throw new Error(`the page asks another host: ${foreign.host}`);
  return Promise.all([...new Set(urls.map(String))].map(fetchWhole));
}

/** Scripts, style sheets, icons, preloads and pictures; a page without an icon makes browsers ask for /favicon.ico. */
function linkedFrom(html: string): string[] {
  const links = [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag);
  const fetched = links.filter((tag) => /\brel="[^"]*(stylesheet|icon|preload|manifest)/.test(tag));
  const icon = fetched.some((tag) => /\brel="[^"]*icon/.test(tag)) ? [] : ["/favicon.ico"];
  const sources = [...html.matchAll(/<(?:script|img|source|iframe)\b[^>]*\bsrc="([^"]+)"/g)].map(
    (match) => match[1],
  );
  const paths = [...fetched.map((tag) => /\bhref="([^"]+)"/.exec(tag)?.[1]), ...sources, ...icon];
  return paths.flatMap((path) => (path && !path.startsWith("data:") ? path.replaceAll("&amp;", "&") : []));
}

function urlsIn({ text, url }: Fetched): string[] {
  const found = [...text.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map((match) => match[1] ?? "");
  return found.filter((path) => path && !/^(data:|#)/.test(path)).map((path) => new URL(path, url).href);
}
