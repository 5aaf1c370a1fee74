import type { Row } from "./row-kinds";

/** What is left of the addresses of sources that must not be linked: their reasons, and which source each was. */
export type Withheld = { reasons: ReadonlyMap<string, string>; sourceAt: ReadonlyMap<string, string> };

/** Takes the reasons by source and the sources as the file brings them, with their addresses still in place. */
export function withheldOf(reasons: ReadonlyMap<string, string>, sources: readonly Row[]): Withheld {
  const named = sources.filter(({ id, original_url }) => original_url !== null && reasons.has(String(id)));
  return {
    reasons,
    sourceAt: new Map(named.map(({ id, original_url }) => [String(original_url), String(id)])),
  };
}

/** The document is named, the copy is not: its address never enters the database, in whichever row; the reason does. */
export function withholdLinks(row: Row, { reasons, sourceAt }: Withheld): Row {
  if (sourceAt.size === 0) return row;
  const { original_url: own, source_url: cited, sources: checked } = row;
  if (typeof own === "string" && sourceAt.has(own)) {
    const note = [row.url_note, reasons.get(String(sourceAt.get(own)))].filter(Boolean).join(" ");
    return { ...row, original_url: null, url_note: note };
  }
  if (typeof cited === "string" && sourceAt.has(cited)) return { ...row, source_url: null };
  if (Array.isArray(checked)) {
    const named = checked.map((each: string) => sourceAt.get(each) ?? each);
    return { ...row, sources: [...new Set(named)] };
  }
  return row;
}
