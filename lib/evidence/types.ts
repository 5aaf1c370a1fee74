import type { z } from "zod";
import type { Page } from "@/lib/campaigns/types";
import type {
  demandView,
  dossierLine,
  dossierView,
  numberRow,
  officialActionView,
  reportedPlanView,
  timelineEventView,
} from "./composition-schema";
import type { claimRow, dossierText } from "./import-schema";
import type {
  CITATION_FORMATS,
  campaignWithEvidence,
  claimView,
  NUMBER_SORTS,
  SEARCH_KINDS,
  sourceView,
  TRACKS,
  VERDICTS,
  verdictTotals,
} from "./schema";

export type Verdict = (typeof VERDICTS)[number];
export type Track = (typeof TRACKS)[number];
export type NumberSort = (typeof NUMBER_SORTS)[number];
export type SearchKind = (typeof SEARCH_KINDS)[number];
export type CitationFormat = (typeof CITATION_FORMATS)[number];
export type ClaimRow = z.infer<typeof claimRow>;
export type DossierTextInput = z.infer<typeof dossierText>;
export type ClaimView = z.infer<typeof claimView>;
export type ClaimValue = ClaimView["values"][number];
export type SourceView = z.infer<typeof sourceView>;
export type VerdictTotals = z.infer<typeof verdictTotals>;
export type TimelineEventView = z.infer<typeof timelineEventView>;
export type DemandView = z.infer<typeof demandView>;
export type ReportedPlanView = z.infer<typeof reportedPlanView>;
export type OfficialActionView = z.infer<typeof officialActionView>;
export type NumberRow = z.infer<typeof numberRow>;
export type DossierLine = z.infer<typeof dossierLine>;
export type DossierView = z.infer<typeof dossierView>;

/** A campaign with its evidence in brief: its key claims in full and how much more there is. */
export type CampaignWithEvidence = z.infer<typeof campaignWithEvidence>;

/** Which claims to list. `after` is the key of the last claim already seen. */
export type ClaimFilter = { topic?: string; source?: string; after?: string; limit: number };

/** One page of a list; null where there is no such campaign, "unknown-after" where nothing has the key to go on after. */
export type Listed<T> = Page<T> | null | "unknown-after";

/** Where a document was held against others. A source without a link is named only. */
export type FactCheckView = {
  number: number;
  verdict: Verdict;
  text: string;
  claims: string[];
  targets: { key: string; name: string | null }[];
  sources: { id: string | null; title: string | null; link: string | null }[];
};

/** A question with the claims that answer it; `value` is null where one answers without a figure. */
export type ComparisonView = {
  id: string;
  title: string;
  note: string | null;
  unit: string | null;
  answers: { claim: ClaimView; value: ClaimValue | null }[];
};

/** Claims that disagree, directly or through others; named by the first of them. */
export type ConflictGroup = {
  id: string;
  claims: ClaimView[];
  /** The questions that any of them answers. */
  comparisons: { id: string; title: string }[];
};

/** How many claims and events speak of a place, as their documents name it; null: they name none. */
export type PlaceTotals = { place: string | null; claims: number; events: number };

/** Where a claim is used. */
export type ClaimUses = {
  /** The campaign's own page, where it stands on it. */
  campaigns: { title: string; locale: string }[];
  dossiers: { key: string; title: string }[];
  petitions: { slug: string; number: number; locale: string; title: string; publishedAt: Date }[];
  letters: { key: string; locale: string; title: string }[];
  timeline: { id: string; title: string }[];
  demands: { id: string; demand: string }[];
  plans: { id: string; plan: string }[];
  actions: { id: string; action: string }[];
  factChecks: number[];
  comparisons: { id: string; title: string }[];
};

/** A piece of a text; marked where it is what was searched for. */
export type Segment = { text: string; marked: boolean };

/** Something that was found: a statement, a source's or dossier's title, and the words around what was searched for. */
export type SearchHit = {
  kind: SearchKind;
  key: string;
  /** The language of its words. */
  lang: string;
  title: Segment[];
  /** Speaker, or authors and publisher; empty for a dossier. */
  by: Segment[];
  /** As the document gives it; empty where it gives none. */
  date: Segment[];
  /** From where else the words were found; null where they stand in the rest alone. */
  excerpt: Segment[] | null;
  verdict: Verdict | null;
  /** What is right, where a document is not. */
  correct: string | null;
  /** When what it says was last corrected (RFC 3339). */
  correctedAt: string | null;
};

/** What a search came to. `more`: there is more of a kind than is looked at. */
export type SearchResult =
  | { status: "empty" | "too-long" | "no-words" }
  | {
      status: "searched";
      hits: SearchHit[];
      totals: { kind: SearchKind; total: number; more: boolean }[];
      page: number;
      pages: number;
    };

/** Why a file is not kept. */
export type UnreadableReason =
  | "empty"
  | "too-large"
  | "too-slow"
  | "too-much-memory"
  | "too-much-text"
  | "too-many-pages"
  | "not-text"
  | "encrypted"
  | "needs-character-map"
  | "broken";

/** A file's text, by page (a text has one), or why it cannot be read. */
export type ReadDocument =
  | { ok: true; kind: "pdf" | "text"; pages: string[] }
  | { ok: false; reason: UnreadableReason };

/** A document that a team keeps for itself. */
export type KeptDocument = {
  source: string;
  title: string;
  kind: "pdf" | "text";
  size: number;
  sha256: string;
  pages: number;
  storedAt: Date;
  /** How many claims are placed in it. */
  passages: number;
};

/** A place in a document: a page, and lines of it where they are known. */
export type Passage = { page: number } & (
  | { firstLine: number; lastLine: number }
  | { firstLine: null; lastLine: null }
);

/** A claim beside the passage it rests on; `page` is null in a text. */
export type ShownPassage =
  | {
      ok: true;
      claim: { key: string; statement: string; speaker: string; date: string };
      source: string;
      sha256: string;
      page: number | null;
      lines: { number: number; text: string; rests: boolean }[];
    }
  | {
      ok: false;
      reason: UnreadableReason | "unknown-claim" | "no-document" | "not-placed" | "no-such-place";
    };

/** Verdicts that say less than "reported". */
const LESSER: readonly string[] = ["sources-differ", "dated", "unconfirmed", "corrected"];

/** Whether readers may dispute a claim: it is contested, or its verdict says less than "reported". */
export function isDisputable({ contested, verdict }: { contested: boolean; verdict: string }): boolean {
  return contested || LESSER.includes(verdict);
}

/** That a claim was corrected, when and why. */
export type Correction = { claim: string; at: Date; reason: string; changed: string[] };

/** When a claim was last corrected in what it says or how far it holds (RFC 3339); null where it never was. */
export function correctedAt({ revisions }: Pick<ClaimView, "revisions">): string | null {
  return revisions.find(({ substantial }) => substantial)?.at ?? null;
}
