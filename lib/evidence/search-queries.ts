import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { claimsByKeys } from "./queries";
import { SEARCH_KINDS, SEARCH_LONGEST } from "./schema";
import { type FoundEntry, showHits } from "./search-hits";
import { parseSearch, type Term } from "./search-words";
import type { ClaimFilter, ClaimView, Listed, SearchKind, SearchResult } from "./types";

/** Of each kind so many are looked at; whoever gets more has to add a word. Ranking all would cost as the table grows. */
const MOST = 1_000;
const PAGE = 20;
/** More than any rank of words: ts_rank stays under 1. */
const NUMBER_FIRST = 1;

export type SearchRequest = {
  q: string;
  kind?: SearchKind;
  /** From 1. */
  page: number;
  /** Dossiers are shown in this language where it was found in it. */
  locale: Locale;
};

/**
 * Looks for words in a campaign's claims, sources and dossiers, the best first: all words must occur, beginnings of
 * words are enough, phrases stand in quotation marks, case and diacritics do not matter. Returns a page of what was
 * found and how much there is of each kind (at most 1,000), or why nothing was looked for; null for an unknown campaign.
 */
export async function searchEvidence(
  db: Db,
  campaignSlug: string,
  { q, kind, page, locale }: SearchRequest,
): Promise<SearchResult | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  if (q.trim() === "") return { status: "empty" };
  if (q.length > SEARCH_LONGEST) return { status: "too-long" };
  const terms = parseSearch(q);
  const words = await wordsAskedFor(db, terms);
  if (words === null) return { status: "no-words" };
  const byKind: FoundEntry[][] = [];
  const asked = { words, numbers: await wordsAskedFor(db, wholeNumbers(terms)), locale };
  for (const each of SEARCH_KINDS) byKind.push(await findEntries(db, campaignId, each, asked));
  const found = byKind.flat().toSorted((a, b) => b.rank - a.rank);
  const wanted = kind ? found.filter((entry) => entry.kind === kind) : found;
  const shown = wanted.slice((page - 1) * PAGE, page * PAGE);
  return {
    status: "searched",
    hits: await showHits(db, campaignId, shown, terms),
    totals: SEARCH_KINDS.map((each, index) => totalOf(each, byKind[index] ?? [])),
    page,
    pages: Math.ceil(wanted.length / PAGE),
  };
}

/** The numbers among the terms, as they stand: of a figure one seeks the same figure, not those that begin like it. */
function wholeNumbers(terms: readonly Term[]): Term[] {
  return terms
    .filter(({ text }) => /^\p{Nd}[\p{Nd}.,]*$/u.test(text))
    .map(({ text }) => ({ text, whole: true }));
}

function totalOf(kind: SearchKind, found: readonly FoundEntry[]) {
  return { kind, total: Math.min(found.length, MOST), more: found.length > MOST };
}

/**
 * One page of the claims with all these words, in the order of the import. As `listClaims`, with what was typed; words
 * as in `searchEvidence`.
 */
export async function searchClaims(
  db: Db,
  campaignSlug: string,
  { q, topic, source, after, limit }: ClaimFilter & { q: string },
): Promise<Listed<ClaimView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  // What is no key is no topic, and would be read as an operator.
  if (topic !== undefined && !KEY.test(topic)) return { items: [], next: null };
  const last = await placeOf(db, campaignId, after);
  if (last === "unknown-after") return last;
  const words = await wordsAskedFor(db, parseSearch(q));
  if (words === null) return { items: [], next: null };
  const asked = within(campaignId, topic ? ["claim", `topic/${topic}`] : ["claim"], words);
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT key FROM search_entry
    WHERE campaign_id = ${campaignId}::uuid AND kind = 'claim' AND words @@ ${asked}::tsquery
      AND (position, key) > (${last.position}, ${last.key}) AND ${ofSource(source)}
    ORDER BY position, key LIMIT ${limit + 1}`;
  const keys = rows.slice(0, limit).map(({ key }) => key);
  const next = rows.length > limit ? (keys.at(-1) ?? null) : null;
  return { items: await claimsByKeys(db, campaignSlug, keys), next };
}

/** A claim's entry has its key, and its claim its source. */
function ofSource(key: string | undefined): Prisma.Sql {
  if (key === undefined) return Prisma.sql`true`;
  return Prisma.sql`EXISTS (
    SELECT FROM claim c JOIN source s ON s.id = c.source_id
    WHERE c.campaign_id = search_entry.campaign_id AND c.key = search_entry.key AND s.key = ${key})`;
}

async function placeOf(db: Db, campaignId: string, after: string | undefined) {
  if (after === undefined) return { position: -1, key: "" };
  const claim = KEY.test(after)
    ? await db.claim.findUnique({ where: { campaignId_key: { campaignId, key: after } } })
    : null;
  return claim ?? "unknown-after";
}

/**
 * What was asked for in PostgreSQL's own words, folded by the very function that folds what is stored; null where
 * nothing is left to look for. No word of a reader is ever read as an operator: each goes through phraseto_tsquery.
 */
async function wordsAskedFor(db: Db, terms: readonly Term[]): Promise<string | null> {
  const [row] = await db.$queryRaw<{ words: string | null }[]>`
    SELECT string_agg('(' || phrase::text || CASE WHEN whole THEN '' ELSE ':*' END || ')', ' & ') AS words
    FROM unnest(${terms.map(({ text }) => text)}::text[], ${terms.map(({ whole }) => whole)}::boolean[]) AS term(given, whole),
      LATERAL (SELECT phraseto_tsquery('simple', evidence_fold(given)) AS phrase) AS folded
    WHERE numnode(phrase) > 0`;
  return row?.words ?? null;
}

/** The words, within entries of one campaign that are of all these places (evidence_place in the migration). */
function within(campaignId: string, places: string[], words: string): string {
  return [...places.map((place) => `'${campaignId}/${place}'`), words].join(" & ");
}

/**
 * Entries of a kind with their rank: those with all the numbers as they were typed come first; words in a title or statement
 * weigh most, and more in a short text than in a long one.
 */
async function findEntries(
  db: Db,
  campaignId: string,
  kind: SearchKind,
  { words, numbers, locale }: { words: string; numbers: string | null; locale: Locale },
): Promise<FoundEntry[]> {
  const rank = Prisma.sql`(ts_rank('{0.1, 0.3, 0.6, 1}', words, ${words}::tsquery, 1)
    + CASE WHEN words @@ ${numbers}::tsquery THEN ${NUMBER_FIRST} ELSE 0 END)`;
  return await db.$queryRaw<FoundEntry[]>`
    SELECT kind, key, locale, rank FROM (
      SELECT DISTINCT ON (key) kind, key, locale, position, rank::float8 AS rank FROM (
        SELECT kind, key, locale, position, ${rank} AS rank FROM search_entry
        WHERE words @@ ${within(campaignId, [kind], words)}::tsquery LIMIT ${MOST + 1}
      ) AS found ORDER BY key, (locale = ${locale}) DESC, rank DESC
    ) AS best ORDER BY rank DESC, position, key`;
}
