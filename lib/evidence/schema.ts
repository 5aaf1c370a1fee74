import { z } from "zod";
import { campaignView, key } from "@/lib/campaigns/schema";

export const VERDICTS = [
  "confirmed",
  "reported",
  "sources-differ",
  "dated",
  "unconfirmed",
  "corrected",
] as const;
/** Kinds of documents in the first campaign; other campaigns have words of their own. */
export const SOURCE_KINDS = [
  "NGO report",
  "academic op-ed",
  "policy article",
  "NGO issue paper",
  "reference",
] as const;
/** What an event of the timeline is a part of: returns and reactions to them stand on two tracks. */
export const TRACKS = ["returns", "reaction", "law", "context"] as const;
/** Kinds of events and categories of demands in the first campaign; other campaigns have words of their own. */
export const TIMELINE_KINDS = [
  "treaty",
  "legislation",
  "situation",
  "return",
  "un-position",
  "un-observations",
  "un-report",
  "visit",
  "event",
  "report",
  "resolution",
  "petition",
  "protest",
  "hearing",
  "meeting",
  "departure",
] as const;
export const DEMAND_CATEGORIES = [
  "moratorium",
  "law",
  "status-determination",
  "unhcr-access",
  "status",
  "residence",
  "children",
  "onward-travel",
  "diplomacy",
  "burden-sharing",
  "awareness",
] as const;
/** What the numbers can be sorted by. */
export const NUMBER_SORTS = ["claim", "value", "unit", "date", "speaker", "verdict"] as const;
/** What is searched, in the order in which equals are shown. */
export const SEARCH_KINDS = ["dossier", "claim", "source"] as const;
/** Characters that a search may have. */
export const SEARCH_LONGEST = 200;
/** How many of its claims a source names itself: one may have very many. */
export const CLAIMS_NAMED = 20;
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
/** How claims and sources can be cited. */
export const CITATION_FORMATS = ["text", "bibtex", "ris", "csl-json"] as const;
export const PRECISIONS = ["day", "month", "year", "decade", "range", "unknown"] as const;

export const shownDate = z.object({
  text: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  precision: z.enum(PRECISIONS),
});
export const shownValue = z.object({
  value: z.number(),
  max: z.number().optional(),
  qualifier: z.string().optional(),
  unit: z.string(),
});
const shownVerdict = z.object({
  label: z.enum(VERDICTS),
  reason: z.string(),
  correct: z.string().optional(),
});
export const namedSource = z.object({ id: key, title: z.string() });
const instant = z.iso.datetime().meta({ description: "RFC 3339, UTC" });
const address = z.string().meta({ format: "uri-reference" });
const permanentPage = address.meta({
  description: "Where readers find it for good, in their own language.",
});

const locator = z
  .union([z.object({ file: z.string(), line: z.int() }), z.string(), z.null()])
  .meta({ description: "Where in the source: a line of the source's file, words, or not given." });
const shownConflict = z.object({ claim: key, note: z.string() });

const revision = z.object({
  at: instant,
  statement: z.string(),
  reason: z.string(),
  by: z.string().nullable().meta({
    description:
      "Who changed it, as the team wishes to be named; null: only that it was the campaign's team.",
  }),
  changed: z.array(z.string()).meta({ description: "Fields that changed, such as `verdict.label`." }),
  substantial: z
    .boolean()
    .meta({ description: "Whether it changed what the claim says or how far it holds." }),
  before: z
    .object({
      statement: z.string(),
      date: shownDate,
      values: z.array(shownValue),
      place: z.string().nullable(),
      speaker: z.string(),
      source: key,
      locator,
      verdict: shownVerdict,
      conflicts: z.array(shownConflict),
      topic: key,
      opinion: z.boolean(),
      contested: z.boolean(),
      evidenceLevel: z.enum(EVIDENCE_LEVELS),
    })
    .meta({ description: "The claim as it stood until then; its source by id." }),
});

/** A claim as pages and answers show it (the public interface fixes these names). */
export const claimView = z
  .object({
    id: key,
    statement: z.string(),
    topic: key.meta({ description: "In the campaign's own words." }),
    date: shownDate,
    values: z.array(shownValue),
    place: z.string().nullable(),
    speaker: z.string(),
    source: namedSource,
    locator,
    evidenceLevel: z.enum(EVIDENCE_LEVELS),
    opinion: z.boolean(),
    contested: z.boolean(),
    verdict: shownVerdict,
    factCheck: z.int().nullable().meta({ description: "Number of the fact check about it." }),
    conflicts: z.array(shownConflict),
    related: z.array(key),
    revisions: z
      .array(revision)
      .meta({ description: "What it said before, newest first, and why it changed." }),
    page: permanentPage,
    url: address,
  })
  .meta({
    id: "Claim",
    description: "One checkable statement in our words, tied to a source and a place in it.",
  });

export const sourceView = z
  .object({
    id: key,
    kind: z.string().meta({ description: "In the campaign's own words." }),
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
    claims: z.array(key).max(CLAIMS_NAMED).meta({
      description: "The first that rest on it; `…/claims?source=` lists all.",
    }),
    claimTotal: z.int().nonnegative(),
    page: permanentPage,
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
