import { z } from "zod";
import { key, locale, section } from "@/lib/campaigns/schema";
import { claimView, namedSource, shownDate, shownValue, TRACKS, VERDICTS } from "./schema";

/** Something that happened, with the claims that tell of it. */
export const timelineEventView = z
  .object({
    id: key,
    date: shownDate,
    title: z.string(),
    place: z.string().nullable(),
    track: z.enum(TRACKS),
    kind: key,
    claims: z.array(key),
    link: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "TimelineEvent" });

/** Who asks what of whom. */
export const demandView = z
  .object({
    id: key,
    demand: z.string(),
    category: key,
    askedBy: z.string(),
    addressedTo: z.array(z.string()),
    date: shownDate,
    source: namedSource,
    claims: z.array(key),
  })
  .meta({ id: "Demand" });

/** A plan that somebody ascribes to a government. */
export const reportedPlanView = z.object({
  id: key,
  plan: z.string(),
  attributedTo: z.string(),
  ofGovernment: z.string(),
  date: shownDate,
  source: namedSource,
  claims: z.array(key),
  verdict: z.enum(VERDICTS),
  factCheck: z.int().nullable(),
  note: z.string().nullable(),
});

/** An act of a parliament, government or UN body. */
export const officialActionView = z.object({
  id: key,
  date: shownDate,
  actor: z.string(),
  countries: z.array(z.string()),
  action: z.string(),
  claims: z.array(key),
  link: z.string().nullable(),
  verified: z.boolean(),
  note: z.string().nullable(),
});

/** One figure of a claim. */
export const numberRow = shownValue.extend({
  id: z.string(),
  claim: key,
  statement: z.string(),
  topic: key,
  number: z.int(),
  date: shownDate,
  speaker: z.string(),
  verdict: z.enum(VERDICTS),
  /** What is right, where the document is not; and whether another claim disagrees. */
  correct: z.string().nullable(),
  disputed: z.boolean(),
  correctedAt: z.string().nullable(),
  source: namedSource,
});

/** A dossier in a list. */
export const dossierLine = z.object({
  key,
  position: z.int(),
  title: z.string(),
  summary: z.string(),
  locale,
  claimTotal: z.int().nonnegative(),
  changedAt: z.date(),
});

/** A dossier with the claims it cites, in the order of first citation. */
export const dossierView = dossierLine.extend({
  locales: z.array(locale),
  sections: z.array(section),
  claims: z.array(claimView),
  publishedAt: z.date(),
});
