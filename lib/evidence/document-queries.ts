import type { KeyRing } from "@/lib/crypto/keys";
import type { Db } from "@/lib/db/prisma";
import { readDocument } from "./read-document";
import { openDocument } from "./sealed-documents";
import type { KeptDocument, Passage, ShownPassage, UnreadableReason } from "./types";

/** Lines shown before and after those that a claim rests on. */
const AROUND = 4;

/** The documents that a campaign's team keeps, in the order of its sources; null for an unknown campaign. The caller has asked `canReadDocuments`. */
export async function listDocuments(db: Db, campaignSlug: string): Promise<KeptDocument[] | null> {
  const campaign = await db.campaign.findUnique({ where: { slug: campaignSlug }, select: { id: true } });
  if (!campaign) return null;
  const rows = await db.sourceDocument.findMany({
    where: { campaignId: campaign.id },
    orderBy: { source: { position: "asc" } },
    include: { source: { select: { key: true, title: true } }, _count: { select: { passages: true } } },
  });
  return rows.map(({ source, kind, size, sha256, pages, storedAt, _count }) => ({
    ...{ source: source.key, title: source.title, kind: kind as KeptDocument["kind"] },
    ...{ size, sha256, pages, storedAt, passages: _count.passages },
  }));
}

type Kept = { id: string; sha256: string };

/** The lines of each page of a document that is kept. */
export async function readKept(
  db: Db,
  keys: KeyRing,
  document: Kept,
): Promise<{ ok: true; pages: string[][] } | { ok: false; reason: UnreadableReason }> {
  const read = await readDocument(await openDocument(db, keys, document));
  if (!read.ok) return read;
  return { ok: true, pages: read.pages.map((text) => text.replace(/\r?\n$/, "").split(/\r\n|\n|\r/)) };
}

/** A document's file as it was stored, or null where none is kept. The caller has asked `canReadDocuments`. */
export async function findDocumentFile(
  db: Db,
  keys: KeyRing,
  { campaign, source }: { campaign: string; source: string },
): Promise<Uint8Array | null> {
  const document = await db.sourceDocument.findFirst({
    where: { source: { key: source }, campaign: { slug: campaign } },
  });
  return document && (await openDocument(db, keys, document));
}

/**
 * A claim beside the passage it rests on: where it was noted, else by the line that the claim itself gives in a text.
 * Returns the lines of it with some around, or why there are none. The caller has asked `canReadDocuments`.
 */
export async function findPassage(
  db: Db,
  keys: KeyRing,
  { campaign, claim: key }: { campaign: string; claim: string },
): Promise<ShownPassage> {
  const claim = await db.claim.findFirst({
    where: { key, campaign: { slug: campaign } },
    include: { passage: true, source: { include: { document: true } } },
  });
  if (!claim) return { ok: false, reason: "unknown-claim" };
  const { document } = claim.source;
  if (!document) return { ok: false, reason: "no-document" };
  // A claim that changed its source keeps the place it had in the former one's document.
  const noted = claim.passage?.documentId === document.id ? claim.passage : null;
  const place: Passage | null = noted ? placeOf(noted) : byLocator(document.kind, claim.locatorLine);
  if (!place) return { ok: false, reason: "not-placed" };
  const read = await readKept(db, keys, document);
  if (!read.ok) return read;
  const lines = read.pages[place.page - 1];
  if (!lines || (place.firstLine ?? 1) > lines.length) return { ok: false, reason: "no-such-place" };
  const { statement, speaker, dateText: date } = claim;
  const { page, firstLine, lastLine } = place;
  return {
    ...{
      ok: true,
      claim: { key, statement, speaker, date },
      source: claim.source.title,
      sha256: document.sha256,
    },
    ...{ page: document.kind === "pdf" ? page : null, lines: cut(lines, firstLine, lastLine) },
  };
}

function placeOf({
  page,
  firstLine,
  lastLine,
}: {
  page: number;
  firstLine: number | null;
  lastLine: number | null;
}): Passage {
  return firstLine === null || lastLine === null
    ? { page, firstLine: null, lastLine: null }
    : { page, firstLine, lastLine };
}

function byLocator(kind: string, line: number | null): Passage | null {
  return kind === "text" && line !== null ? { page: 1, firstLine: line, lastLine: line } : null;
}

function cut(lines: string[], firstLine: number | null, lastLine: number | null) {
  const numbered = lines.map((text, index) => ({ number: index + 1, text, rests: false }));
  if (firstLine === null || lastLine === null) return numbered;
  return numbered
    .slice(Math.max(0, firstLine - 1 - AROUND), lastLine + AROUND)
    .map((line) => ({ ...line, rests: line.number >= firstLine && line.number <= lastLine }));
}
