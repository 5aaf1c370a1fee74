import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import type { CitedItem } from "./cite-evidence";
import type { CitationFormat } from "./types";

/** In ASCII the plugin leaves out every script it has no command for; without it, what TeX reads as its own is ours to escape. */
Object.assign(plugins.config.get("@bibtex").format, {
  asciiOnly: false,
  useIdAsLabel: true,
  checkLabel: false,
});

const WRITTEN: Record<CitationFormat, (item: CitedItem) => string> = {
  text: (item) => inWords(item),
  bibtex: (item) => withReading(forTex(item)),
  ris: (item) => inUsualFields(item, unwrapped(cite(item).format("ris"))),
  "csl-json": (item) => cite(item).format("data"),
};

/**
 * Writes a citation of one thing, as Citation.js does it; the text is in APA style. It takes a second and some 100 MB
 * to get going, so it runs aside (lib/web/aside.ts).
 */
export default function formatCitation(input: { item: CitedItem; format: CitationFormat }): string {
  return `${WRITTEN[input.format](mapWords(input.item, onOneLine)).trim()}\n`;
}

/** APA has no place for a note; a statement without its speaker and finding would be ours, and might be wrong. */
function inWords(item: CitedItem): string {
  const text = cite(item).format("bibliography", { format: "text", template: "apa", lang: "en-US" }).trim();
  return item.type === "webpage" && item.note ? `${text} [${item.note}]` : text;
}

function cite(item: CitedItem): Cite {
  return new Cite([item], { forceType: "@csl/list+object" });
}

/** A line break within a field could begin another field, or another entry. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** The plugin breaks lines after 70 letters, within addresses too; the format knows no such limit. */
function unwrapped(ris: string): string {
  return ris.replace(/\n(?![A-Z][A-Z0-9] {2}-)/g, "");
}

/** For a web page the plugin writes the day it was read as a number, and of which site it is not at all. */
function inUsualFields(item: CitedItem, ris: string): string {
  const site = item["container-title"];
  const dated = ris.replace(/^M1 {2}- (?=\d{4}\/)/m, "Y2  - ");
  return site ? dated.replace(/^(?=ER {2}-)/m, () => `T2  - ${site}\n`) : dated;
}

/** What the plugin knows of BibLaTeX alone, and what every style prints of a page: the day it was read, and of which site it is. */
function withReading(item: CitedItem): string {
  const [year, ...rest] = item.accessed["date-parts"][0];
  const day = [year, ...rest.map((part) => String(part).padStart(2, "0"))].join("-");
  const site = item["container-title"];
  const fields = [`urldate = {${day}},`, ...(site ? [`howpublished = {${site}},`] : [])];
  const end = /\n\}\s*$/;
  return cite(item)
    .format("bibtex")
    .replace(end, () => `${fields.map((field) => `\n\t${field}`).join("")}\n}`);
}

function forTex(item: CitedItem): CitedItem {
  const { URL: address, ...words } = mapWords(item, escapeTex);
  return address === undefined ? words : { ...words, URL: withoutBraces(address) };
}

/** A brace in an address would end its field, and begin whatever stands behind it; in addresses it may be encoded. */
function withoutBraces(address: string): string {
  return address.replace(/[{}\\]/g, encodeURIComponent);
}

function mapWords(item: CitedItem, change: (text: string) => string): CitedItem {
  return JSON.parse(JSON.stringify(item), (name, value) =>
    typeof value === "string" && name !== "id" && name !== "URL" ? change(value) : value,
  );
}

const TEX_WORDS: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function escapeTex(text: string): string {
  return text.replace(/[\\{}&%$#_~^]/g, (sign) => TEX_WORDS[sign] ?? `\\${sign}`);
}
