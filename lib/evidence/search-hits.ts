import { section } from "@/lib/campaigns/schema";
import type { Db } from "@/lib/db/prisma";
import { countTerms, excerpt, markWords, type Term } from "./search-words";
import { LAST_CORRECTION, lastCorrection } from "./show-parts";
import type { SearchHit, SearchKind, Segment, Verdict } from "./types";

/** What the index has found. */
export type FoundEntry = { kind: SearchKind; key: string; locale: string; rank: number };

const EXCERPT = 240;

/** A hit before its language is named. */
type KeptHit = Omit<SearchHit, "lang">;

/** What was found, with title and the words around what was looked for, in the order given; what is gone is left out. */
export async function showHits(
  db: Db,
  campaignId: string,
  found: readonly FoundEntry[],
  terms: readonly Term[],
): Promise<SearchHit[]> {
  const hits = new Map<string, SearchHit>();
  // Claims and sources are kept in the campaign's own language.
  const { defaultLocale: lang } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const shown = [
    ...(await claimHits(db, campaignId, keysOf(found, "claim"), terms)).map((hit) => ({ ...hit, lang })),
    ...(await sourceHits(db, campaignId, keysOf(found, "source"), terms)).map((hit) => ({ ...hit, lang })),
    ...(await dossierHits(db, campaignId, found, terms)),
  ];
  for (const hit of shown) hits.set(`${hit.kind} ${hit.key}`, hit);
  return found.flatMap(({ kind, key }) => hits.get(`${kind} ${key}`) ?? []);
}

function keysOf(found: readonly FoundEntry[], kind: SearchKind): string[] {
  return found.filter((entry) => entry.kind === kind).map(({ key }) => key);
}

async function claimHits(
  db: Db,
  campaignId: string,
  keys: string[],
  terms: readonly Term[],
): Promise<KeptHit[]> {
  if (keys.length === 0) return [];
  const rows = await db.claim.findMany({
    where: { campaignId, key: { in: keys } },
    include: { revisions: LAST_CORRECTION },
  });
  return rows.map(
    ({
      key,
      statement,
      speaker,
      place,
      dateText,
      verdictLabel,
      verdictReason,
      verdictCorrect,
      revisions,
    }) => ({
      ...{ kind: "claim", key, verdict: verdictLabel as Verdict, correct: verdictCorrect },
      correctedAt: lastCorrection(revisions),
      title: markWords(statement, terms),
      by: markWords(speaker, terms),
      date: markWords(dateText, terms),
      excerpt: bestExcerpt([place, verdictCorrect, verdictReason], terms),
    }),
  );
}

async function sourceHits(
  db: Db,
  campaignId: string,
  keys: string[],
  terms: readonly Term[],
): Promise<KeptHit[]> {
  if (keys.length === 0) return [];
  const rows = await db.source.findMany({ where: { campaignId, key: { in: keys } } });
  return rows.map(({ key, title, subtitle, originalTitle, authors, publisher, translator, ...row }) => ({
    ...{ kind: "source", key, verdict: null, correct: null, correctedAt: null },
    title: markWords(title, terms),
    by: markWords([...authors, ...(publisher ? [publisher] : [])].join(", "), terms),
    date: markWords(row.publicationDate ?? "", terms),
    excerpt: bestExcerpt([subtitle, originalTitle, translator, row.description, row.reliability], terms),
  }));
}

async function dossierHits(
  db: Db,
  campaignId: string,
  found: readonly FoundEntry[],
  terms: readonly Term[],
): Promise<SearchHit[]> {
  const wanted = found.filter(({ kind }) => kind === "dossier");
  if (wanted.length === 0) return [];
  const texts = await db.dossierText.findMany({
    where: { OR: wanted.map(({ key, locale }) => ({ locale, dossier: { campaignId, key } })) },
    include: { dossier: { select: { key: true } } },
  });
  return texts.map(({ dossier, locale, title, summary, body }) => ({
    ...{ kind: "dossier", key: dossier.key, lang: locale, verdict: null, by: [], date: [] },
    ...{ correct: null, correctedAt: null },
    title: markWords(title, terms),
    excerpt: bestExcerpt(passagesOf(body), terms) ?? markWords(summary, terms),
  }));
}

function passagesOf(body: unknown): string[] {
  return section
    .array()
    .parse(body)
    .flatMap(({ heading, paragraphs }) => [
      ...paragraphs.map(({ sentences }) => sentences.map(({ text }) => text).join(" ")),
      heading,
    ]);
}

/** From the text that has most of the terms; null where none has any. */
function bestExcerpt(texts: readonly (string | null)[], terms: readonly Term[]): Segment[] | null {
  const counted = texts
    .filter((text) => text !== null)
    .map((text) => ({ text, has: countTerms(text, terms) }))
    .filter(({ has }) => has > 0)
    .toSorted((a, b) => b.has - a.has);
  return counted[0] ? excerpt(counted[0].text, terms, EXCERPT) : null;
}
