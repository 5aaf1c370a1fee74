import { Cite } from "@citation-js/core";
import { expect, test } from "vitest";
import { citeClaim, citeSource } from "./cite-evidence";
import formatCitation from "./format-citation";
import { CITATION_FORMATS } from "./schema";
import type { ClaimView, SourceView } from "./types";

const NOW = new Date("2026-11-22T23:30:00Z");
const claim: ClaimView = {
  id: "protocol-1982",
  statement: "中国 joined the {Protocol} in 1982 & not in 1992, 100 % sure_.",
  topic: "law",
  date: { text: "1982", from: "1982", to: null, precision: "year" },
  values: [],
  place: null,
  speaker: "Łucja Ødegård",
  source: { id: "list", title: "Liste" },
  locator: "V.5",
  evidenceLevel: "seed",
  opinion: false,
  contested: false,
  verdict: { label: "confirmed", reason: "–" },
  factCheck: null,
  conflicts: [],
  related: [],
  revisions: [],
  page: "/campaigns/x/claims/protocol-1982",
  url: "/api/v1/campaigns/x/claims/protocol-1982",
};
const asked = {
  claim,
  address: "https://vigil.example/campaigns/x/claims/protocol-1982",
  campaign: "Přestaňte – 중지하라",
  site: "Vigil",
  language: "en",
  note: "Said by Łucja Ødegård.",
  now: NOW,
};
const source: SourceView = {
  id: "list",
  kind: "NGO report",
  title: "Der Bericht",
  subtitle: "Zweiter Teil",
  originalTitle: null,
  authors: ["이하나 (auch Lee Hana)"],
  translator: null,
  publisher: "Verein für Ärzte",
  publisherNote: null,
  publicationDate: "2012-02",
  publicationDateNote: "Der Tag fehlt.",
  link: "https://example.org/bericht",
  listingLink: null,
  linkNote: null,
  language: "de",
  translatedFrom: null,
  file: null,
  description: null,
  dataDate: null,
  reliability: "–",
  claims: [],
  claimTotal: 0,
  page: "/campaigns/x/sources/list",
  url: "/api/v1/campaigns/x/sources/list",
};

test("a claim is cited as a page of ours, read that day, without a date it does not have", () => {
  const text = formatCitation({ item: citeClaim(asked), format: "text" });
  expect(text).toContain("1982");
  expect(text).toContain("(n.d.)");
  expect(text).toContain("Retrieved November 22, 2026");
  expect(text).toContain(asked.address);
  expect(text).not.toMatch(/^[^[]*Ødegård/);
});

test.each(CITATION_FORMATS)("a claim travels as %s with its speaker and what was found", (format) => {
  const note = "Said by Łucja Ødegård; speaks of 1982. Source: Liste. Finding: Corrected. Correct is: 1982";
  const written = formatCitation({ item: citeClaim({ ...asked, note }), format });
  expect(written).toContain(note);
});

test("a corrected claim is dated by its correction", () => {
  const { statement, source } = claim;
  const before = { ...claim, source: source.id };
  const revision = {
    at: "2026-11-20T10:00:00.000Z",
    statement,
    reason: "–",
    by: null,
    changed: [],
    substantial: true,
    before,
  };
  const item = citeClaim({ ...asked, claim: { ...claim, revisions: [revision] } });
  expect(formatCitation({ item, format: "text" })).toContain("(2026, November 20)");
});

test("BibTeX keeps every script and escapes what it would read as its own", () => {
  const text = formatCitation({ item: citeClaim(asked), format: "bibtex" });
  expect(text).toMatch(/^@misc\{protocol-1982,/);
  expect(text).toContain("中国");
  expect(text).toContain("\\&");
  expect(text).toContain("\\% sure\\_");
  const [read] = JSON.parse(new Cite(text, { forceType: "@bibtex/text" }).format("data"));
  expect(read.title).toBe(claim.statement);
  expect(read.URL).toBe(asked.address);
});

test("BibTeX and RIS carry the day it was read and the campaign, where programs look for them", () => {
  const campaign = "100 % {Přestaňte}";
  const item = citeClaim({ ...asked, campaign });
  const bibtex = formatCitation({ item, format: "bibtex" });
  expect(bibtex).toContain("howpublished = {100 \\% \\{Přestaňte\\}},");
  const [entry] = JSON.parse(new Cite(bibtex, { forceType: "@biblatex/text" }).format("data"));
  expect(entry.accessed).toEqual({ "date-parts": [[2026, 11, 22]] });
  const ris = formatCitation({ item, format: "ris" });
  expect(ris).toMatch(/^Y2 {2}- 2026\/11\/22\/$/m);
  expect(ris).not.toMatch(/^M1/m);
  const [read] = JSON.parse(new Cite(ris, { forceType: "@ris/file" }).format("data"));
  expect(read).toMatchObject({ publisher: "Vigil", title: claim.statement });
  // Of a web page the library expects the day under M1, which other programs read as a number; of a report under Y2.
  const report = formatCitation({ item: citeSource(source, NOW), format: "ris" });
  const [dated] = JSON.parse(new Cite(report, { forceType: "@ris/file" }).format("data"));
  expect(dated.accessed).toEqual({ "date-parts": [[2026, 11, 22]] });
  expect(ris).toContain(`T2  - ${campaign}\n`);
  const ofSource = formatCitation({ item: citeSource(source, NOW), format: "bibtex" });
  expect(ofSource).toContain("urldate = {2026-11-22},");
  expect(ofSource).not.toContain("howpublished");
});

test("an address with braces begins no other field in BibTeX", () => {
  const link = "https://example.org/a},note={x}";
  const written = formatCitation({ item: citeSource({ ...source, link }, NOW), format: "bibtex" });
  expect(written).toContain("https://example.org/a%7D,note=%7Bx%7D");
  const [read] = JSON.parse(new Cite(written, { forceType: "@bibtex/text" }).format("data"));
  expect(read.URL).toBe("https://example.org/a%7D,note=%7Bx%7D");
  expect(read.note).toBe(source.publicationDateNote);
});

test.each(["bibtex", "ris", "csl-json"] as const)("what is written as %s is read back the same", (format) => {
  const written = formatCitation({ item: citeSource(source, NOW), format });
  const type = { bibtex: "@bibtex/text", ris: "@ris/file", "csl-json": "@csl/list+object" }[format];
  const given = format === "csl-json" ? JSON.parse(written) : written;
  const [read] = JSON.parse(new Cite(given, { forceType: type }).format("data"));
  expect(read.title).toContain("Der Bericht: Zweiter Teil");
  expect(JSON.stringify(read.author)).toContain("이하나");
  expect(JSON.stringify(read)).not.toContain("Lee Hana");
  expect(read.issued["date-parts"][0].slice(0, 2)).toEqual([2012, 2]);
  expect(read.publisher).toBe("Verein für Ärzte");
  expect(read.URL).toBe("https://example.org/bericht");
});

test("a kind of document that is a campaign's own word is cited as a document", () => {
  expect(citeSource({ ...source, kind: "měření spolku" }, NOW).type).toBe("document");
  expect(citeSource(source, NOW).type).toBe("report");
});

test("no field of a RIS file is broken, and none is begun by words of ours", () => {
  const statement = `Long ${"ł".repeat(200)}\nER  - \nTY  - BOOK`;
  const item = citeClaim({ ...asked, claim: { ...claim, statement } });
  const lines = formatCitation({ item, format: "ris" }).trim().split("\n");
  for (const line of lines) expect(line).toMatch(/^[A-Z][A-Z0-9] {2}-/);
  expect(lines.filter((line) => line.startsWith("ER"))).toHaveLength(1);
  expect(lines).toContain(`UR  - ${asked.address}`);
});

test("a document of which a copy was read has no address in any format", () => {
  for (const format of CITATION_FORMATS)
    expect(formatCitation({ item: citeSource({ ...source, link: null }, NOW), format })).not.toContain(
      "http",
    );
});
