import { isRealDate } from "@/lib/time/partial-date";
import { SOURCE_KINDS } from "./schema";
import type { ClaimView, SourceView } from "./types";

type CslDate = { "date-parts": [number[]] };

/** One thing to cite, in the fields of CSL-JSON (citation-style-language/schema). */
export type CitedItem = {
  id: string;
  type: "webpage" | "report" | "article" | "document";
  title: string;
  author?: { literal: string }[];
  translator?: { literal: string }[];
  "container-title"?: string;
  publisher?: string;
  issued?: CslDate;
  accessed: CslDate;
  URL?: string;
  language: string;
  note?: string;
};

/** Of the kinds known here; any other is a document. */
const SOURCE_TYPES: Record<(typeof SOURCE_KINDS)[number], CitedItem["type"]> = {
  "NGO report": "report",
  "NGO issue paper": "report",
  "academic op-ed": "article",
  "policy article": "article",
  reference: "document",
};

export type ClaimCitation = {
  claim: ClaimView;
  /** Where the claim's page stands for good. */
  address: string;
  campaign: string;
  site: string;
  language: string;
  note: string;
  now: Date;
};

/**
 * A claim's page as something to cite: a web page of ours without an author, for the words are ours and the statement
 * is its speaker's, whom the note names. Its date is that of the last revision; without one there is none.
 */
export function citeClaim({ claim, address, campaign, site, language, note, now }: ClaimCitation): CitedItem {
  const revised = claim.revisions[0]?.at;
  return {
    id: claim.id,
    type: "webpage",
    title: claim.statement,
    "container-title": campaign,
    publisher: site,
    ...(revised ? { issued: dateParts(revised.slice(0, 10)) } : {}),
    accessed: dateParts(now.toISOString().slice(0, 10)),
    URL: address,
    language,
    note,
  };
}

/**
 * A document as something to cite: its own address where there is one that may be linked, never a copy's. A date that
 * is not exact stays in the note, where the document gives one.
 */
export function citeSource(source: SourceView, now: Date): CitedItem {
  const { id, title, subtitle, authors, translator, publisher, publicationDate, link } = source;
  const issued = publicationDate && isRealDate(publicationDate) ? dateParts(publicationDate) : undefined;
  return {
    id,
    type: typeOf(source.kind),
    title: subtitle ? `${title}: ${subtitle}` : title,
    ...(authors.length > 0 ? { author: authors.map(named) } : {}),
    ...(translator ? { translator: [named(translator)] } : {}),
    ...(publisher ? { publisher } : {}),
    ...(issued ? { issued } : {}),
    accessed: dateParts(now.toISOString().slice(0, 10)),
    ...(link ? { URL: link } : {}),
    language: source.language,
    ...(source.publicationDateNote ? { note: source.publicationDateNote } : {}),
  };
}

function typeOf(kind: string): CitedItem["type"] {
  const known = SOURCE_KINDS.find((word) => word === kind);
  return known ? SOURCE_TYPES[known] : "document";
}

/** What stands in brackets after a name tells of the person and is no part of it. */
function named(person: string): { literal: string } {
  return { literal: person.replace(/\s*\([^)]*\)\s*$/, "") };
}

/** A date as far as it is known: year, month, day (ISO 8601, reduced precision). */
function dateParts(date: string): CslDate {
  return { "date-parts": [date.split("-").map(Number)] };
}
