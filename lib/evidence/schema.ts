import { z } from "zod";
import { campaignView, distinct, key, partialDate, text, webAddress } from "@/lib/campaigns/schema";
import { inOrder } from "@/lib/time/partial-date";

export const TOPICS = [
  "china-position",
  "repatriation-events",
  "punishment-on-return",
  "law",
  "history",
  "proposals",
  "women-and-children",
  "movement",
  "numbers",
  "state-action",
  "un-action",
] as const;
export const VERDICTS = [
  "confirmed",
  "reported",
  "sources-differ",
  "dated",
  "unconfirmed",
  "corrected",
] as const;
export const SOURCE_KINDS = [
  "NGO report",
  "academic op-ed",
  "policy article",
  "NGO issue paper",
  "reference",
] as const;
/** A source behind a claim of this level is named and never linked: the page that was read is nobody's publication. */
export const UNLINKED_LEVEL = "copy on unrelated site";
export const EVIDENCE_LEVELS = [
  "seed",
  "copy of official list",
  "secondary report",
  "primary (publisher page)",
  UNLINKED_LEVEL,
  "copy of primary document",
  "primary document",
] as const;
const PRECISIONS = ["day", "month", "year", "decade", "range", "unknown"] as const;

const INT4_MAX = 2_147_483_647;
const documentFile = z.string().regex(/^\d{3}_[0-9a-f]{16}\.txt$/, "bad-format");
const language = z.string().regex(/^[a-z]{2}$/, "bad-format");

/** One document, as `sources.json` brings it. Null is "not known". */
export const sourceRow = z.strictObject({
  id: key,
  kind: z.enum(SOURCE_KINDS),
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
  line: z.int().min(1, "too-small").max(INT4_MAX, "too-large"),
});
const locator = z.union([locatorPlace, text, z.null()]);
const claimDate = z
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

/** One claim, as `claims.json` brings it. References to others are checked after all rows are read. */
export const claimRow = z.strictObject({
  id: key,
  statement: text,
  topic: z.enum(TOPICS),
  source: key,
  locator,
  speaker: text,
  place: text.nullable(),
  date: claimDate,
  values: z.array(claimValue),
  conflicts: z.array(conflict),
  related: distinct(key),
  verdict: z.strictObject({
    label: z.enum(VERDICTS),
    reason: text.max(300, "too-long"),
    fact_check: z.int().min(1, "too-small").max(INT4_MAX, "too-large").nullable(),
    correct: text.nullable(),
  }),
  contested: z.boolean(),
  opinion: z.boolean(),
  evidence_level: z.enum(EVIDENCE_LEVELS),
});

const instant = z.iso.datetime().meta({ description: "RFC 3339, UTC" });
const address = z.string().meta({ format: "uri-reference" });

/** A claim as pages and answers show it (the public interface fixes these names). */
export const claimView = z
  .object({
    id: key,
    statement: z.string(),
    topic: z.enum(TOPICS),
    date: z.object({
      text: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      precision: z.enum(PRECISIONS),
    }),
    values: z.array(
      z.object({
        value: z.number(),
        max: z.number().optional(),
        qualifier: z.string().optional(),
        unit: z.string(),
      }),
    ),
    place: z.string().nullable(),
    speaker: z.string(),
    source: z.object({ id: key, title: z.string() }),
    locator: z
      .union([z.object({ file: z.string(), line: z.int() }), z.string(), z.null()])
      .meta({ description: "Where in the source: a line of the source's file, words, or not given." }),
    evidenceLevel: z.enum(EVIDENCE_LEVELS),
    opinion: z.boolean(),
    contested: z.boolean(),
    verdict: z.object({ label: z.enum(VERDICTS), reason: z.string(), correct: z.string().optional() }),
    conflicts: z.array(z.object({ claim: key, note: z.string() })),
    related: z.array(key),
    revisions: z
      .array(z.object({ at: instant, statement: z.string(), reason: z.string() }))
      .meta({ description: "What it said before, newest first, and why it changed." }),
    url: address,
  })
  .meta({
    id: "Claim",
    description: "One checkable statement in our words, tied to a source and a place in it.",
  });

export const sourceView = z
  .object({
    id: key,
    kind: z.enum(SOURCE_KINDS),
    title: z.string(),
    subtitle: z.string().nullable(),
    originalTitle: z.string().nullable(),
    authors: z.array(z.string()),
    translator: z.string().nullable(),
    publisher: z.string().nullable(),
    publisherNote: z.string().nullable(),
    publicationDate: z.string().nullable(),
    publicationDateNote: z.string().nullable(),
    link: z
      .string()
      .nullable()
      .meta({ description: "Null where nobody saw the publisher's page or only a copy elsewhere was read." }),
    listingLink: z.string().nullable(),
    linkNote: z.string().nullable(),
    language: z.string(),
    translatedFrom: z.string().nullable(),
    file: z.string().nullable(),
    description: z.string().nullable(),
    dataDate: z.string().nullable(),
    reliability: z.string(),
    claims: z.array(key),
    url: address,
  })
  .meta({ id: "Source", description: "A document that claims rest on." });

export const verdictTotals = z.record(z.enum(VERDICTS), z.int().nonnegative());

/** A campaign with its evidence in brief. */
export const campaignWithEvidence = campaignView
  .extend({
    keyClaims: z.array(claimView),
    claimTotal: z.int().nonnegative(),
    sourceTotal: z.int().nonnegative(),
    verdictTotals,
  })
  .meta({ id: "Campaign" });
