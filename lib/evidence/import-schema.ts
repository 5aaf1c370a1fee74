import { z } from "zod";
import { distinct, key, locale, partialDate, section, text, webAddress } from "@/lib/campaigns/schema";
import { inOrder } from "@/lib/time/partial-date";
import { EVIDENCE_LEVELS, PRECISIONS, TRACKS, VERDICTS } from "./schema";

const INT4_MAX = 2_147_483_647;
/** A file's name without folders. */
const documentFile = text.max(200, "too-long").regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, "bad-format");
const counted = z.int().min(1, "too-small").max(INT4_MAX, "too-large");
const language = z.string().regex(/^[a-z]{2}$/, "bad-format");

/** One document, as `sources.json` brings it. Null is "not known". Its kind is a word of the organizer's own. */
export const sourceRow = z.strictObject({
  id: key,
  kind: text.max(100, "too-long"),
  title: text,
  subtitle: text.nullable(),
  original_title: text.nullable(),
  authors: z.array(text),
  translator: text.nullable(),
  publisher: text.nullable(),
  publisher_note: text.nullable(),
  publication_date: partialDate.nullable(),
  publication_date_note: text.nullable(),
  original_url: webAddress.nullable(),
  listing_url: webAddress.nullable(),
  url_note: text.nullable(),
  language,
  translated_from: language.nullable(),
  file: documentFile.nullable(),
  description: text.nullable(),
  data_date: text.nullable(),
  reliability: text,
});

/** A source whose address is not shown, with the reason that stands in its place. */
export const withheldLinkRow = z.strictObject({ source: key, reason: text });

const locatorPlace = z.strictObject({
  file: documentFile,
  line: counted,
});
const locator = z.union([locatorPlace, text, z.null()]);
const rowDate = z
  .strictObject({
    text,
    from: partialDate.nullable(),
    to: partialDate.nullable(),
    precision: z.enum(PRECISIONS),
  })
  .refine(({ from, to }) => !from || !to || inOrder(from, to), { path: ["to"], message: "dates-reversed" });
const claimValue = z.strictObject({
  value: z.number(),
  max: z.number().optional(),
  qualifier: text.optional(),
  unit: text,
});
const conflict = z.strictObject({ claim: key, note: text });

/** One claim, as `claims.json` brings it. Its topic is a word of the organizer's own. References to others are checked after all rows are read. */
export const claimRow = z.strictObject({
  id: key,
  statement: text,
  topic: key,
  source: key,
  locator,
  speaker: text,
  place: text.nullable(),
  date: rowDate,
  values: z.array(claimValue),
  conflicts: z.array(conflict),
  related: distinct(key),
  verdict: z.strictObject({
    label: z.enum(VERDICTS),
    reason: text.max(300, "too-long"),
    fact_check: counted.nullable(),
    correct: text.nullable(),
  }),
  contested: z.boolean(),
  opinion: z.boolean(),
  evidence_level: z.enum(EVIDENCE_LEVELS),
});

/** Two claims that disagree, for those who would rather not write it twice; `other_note` null: the same note. */
export const conflictRow = z.strictObject({
  claim: key,
  other: key,
  note: text,
  other_note: text.nullable(),
});

/** Where a document was held against others; `sources` are addresses or keys of sources. */
export const factCheckRow = z.strictObject({
  number: counted,
  verdict: z.enum(VERDICTS),
  text,
  claims: distinct(key),
  targets: distinct(key),
  sources: distinct(z.union([key, webAddress])),
});

/** Something that happened. Its kind is a word of the organizer's own. */
export const timelineRow = z.strictObject({
  id: key,
  date: rowDate.refine(({ from }) => from !== null, { path: ["from"], message: "required" }),
  title: text,
  place: text.nullable(),
  track: z.enum(TRACKS),
  kind: key,
  claims: distinct(key).min(1, "empty"),
  source_url: webAddress.nullable(),
  note: text.nullable(),
});

/** Who asks what of whom. Its category is a word of the organizer's own. */
export const demandRow = z.strictObject({
  id: key,
  demand: text,
  category: key,
  asked_by: text,
  addressed_to: z.array(text).min(1, "empty"),
  date: rowDate,
  source: key,
  claims: distinct(key).min(1, "empty"),
});

/** A plan ascribed to a government. */
export const reportedPlanRow = z.strictObject({
  id: key,
  plan: text,
  attributed_to: text,
  of_government: text,
  date: rowDate,
  source: key,
  claims: distinct(key).min(1, "empty"),
  verdict: z.enum(VERDICTS),
  fact_check: counted.nullable(),
  note: text.nullable(),
});

/** An act of a parliament, government or UN body; countries as ISO 3166-1 alpha-2. */
export const officialActionRow = z.strictObject({
  id: key,
  date: rowDate,
  actor: text,
  countries: distinct(z.string().regex(/^[A-Z]{2}$/, "bad-format")),
  action: text,
  claims: distinct(key),
  source_url: webAddress.nullable(),
  verified: z.boolean(),
  note: text.nullable(),
});

const comparisonAnswer = z.strictObject({ claim: key, value: counted.nullable() });

/** A question to which claims give different answers; `value` is which of the claim's values answers, from 1. */
export const comparisonRow = z.strictObject({
  id: key,
  title: text,
  note: text.nullable(),
  unit: text.nullable(),
  claims: z
    .array(comparisonAnswer)
    .min(2, "too-small")
    .refine((list) => new Set(list.map(({ claim }) => claim)).size === list.length, "repeated"),
});

/** Pages beside the dossiers, under the same path: a dossier of that name would never be seen. */
export const EVIDENCE_PAGES = [
  "checks",
  "conflicts",
  "demands",
  "map",
  "numbers",
  "search",
  "sources",
  "timeline",
];

/** A dossier in one language, as `texts/dossier.<key>.<locale>.json` brings it. */
export const dossierText = z.strictObject({
  dossier: key.refine((value) => !EVIDENCE_PAGES.includes(value), "reserved"),
  position: counted,
  locale,
  title: text,
  summary: text,
  body: z.array(section).min(1, "empty"),
});
