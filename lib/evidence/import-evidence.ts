import { importError, type ParsedRow, parseRows } from "@/lib/campaigns/parse-rows";
import { countPlan, type ImportPlan, planImport } from "@/lib/campaigns/plan-import";
import type { ImportCounts, ImportDocument, ImportError } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { checkReferences } from "./check-references";
import { readStoredClaims } from "./read-stored-claims";
import { claimRow, sourceRow, withheldLinkRow } from "./schema";
import { sortLinks } from "./store-claim";
import { unstoreSource } from "./store-source";
import type { ClaimRow, SourceRow } from "./types";
import { writeClaims } from "./write-claims";
import { writeSources } from "./write-sources";

export type EvidenceImport = {
  campaignId: string;
  sources?: ImportDocument;
  claims?: ImportDocument;
  /** Sources whose address is not stored because what was read there is a copy on an unrelated site. */
  withheldLinks?: ImportDocument;
  actor: string;
  /** Why, in words for everyone: it stands in the revision of every claim that changes. */
  reason: string;
  now: Date;
};

export type EvidenceImportResult =
  | { ok: true; sources: ImportCounts; claims: ImportCounts }
  | { ok: false; errors: ImportError[] };

/**
 * Adds and updates a campaign's sources and claims. Takes an open transaction and parsed documents with the names
 * their errors are reported under. Returns what changed, or every error with file, row and field and then has
 * written nothing. Importing the same again changes nothing; what the files do not name stays; a claim whose
 * content changes keeps what it said before as a revision.
 */
export async function importEvidence(tx: Db, input: EvidenceImport): Promise<EvidenceImportResult> {
  const { campaignId } = input;
  // Two imports at once would both see the old rows; the second waits here.
  await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`;
  const stored = await readStored(tx, campaignId);
  const read = readDocuments(input, stored);
  if (read.errors.length > 0) return { ok: false, errors: read.errors };

  const sources = planImport(stored.sources, read.sources);
  const claims = planImport(stored.claims, read.claims);
  await writeSources(tx, campaignId, sources);
  await writeClaims(tx, input, claims);
  await audit(tx, input, sources, claims);
  return { ok: true, sources: countPlan(sources), claims: countPlan(claims) };
}

type Stored = { sources: Map<string, SourceRow>; claims: Map<string, ClaimRow> };

async function readStored(tx: Db, campaignId: string): Promise<Stored> {
  const sources = await tx.source.findMany({ where: { campaignId } });
  const claims = await readStoredClaims(tx, campaignId);
  return {
    sources: new Map(sources.map((row) => [row.key, unstoreSource(row)])),
    claims: new Map(claims.map((claim) => [claim.id, claim])),
  };
}

function readDocuments(input: EvidenceImport, stored: Stored) {
  const sources = input.sources
    ? parseRows(sourceRow, input.sources, "id")
    : { rows: [], errors: [], keys: new Set<string>() };
  const claims = input.claims
    ? parseRows(claimRow, input.claims, "id")
    : { rows: [], errors: [], keys: new Set<string>() };
  const withheld = input.withheldLinks
    ? parseRows(withheldLinkRow, input.withheldLinks, "source")
    : { rows: [], errors: [] };
  const sourceKeys = new Set([...stored.sources.keys(), ...sources.keys]);
  const unknown = withheld.rows
    .filter(({ value }) => !sourceKeys.has(value.source))
    .map(({ row, value }) =>
      importError(input.withheldLinks?.file ?? "", row, "source", "unknown-reference", value.source),
    );
  const broken = checkReferences(input.claims?.file ?? "", claims.rows, {
    sources: sourceKeys,
    claims: new Set([...stored.claims.keys(), ...claims.keys]),
    after: claimsAfter(stored, claims.rows, claims.keys),
  });
  const reasons = new Map(withheld.rows.map(({ value }) => [value.source, value.reason]));
  return {
    sources: sources.rows.map(({ value }) => withholdLink(value, reasons.get(value.id))),
    claims: claims.rows.map(({ value }) => sortLinks(value)),
    errors: [...sources.errors, ...claims.errors, ...withheld.errors, ...unknown, ...broken],
  };
}

function claimsAfter(
  stored: Stored,
  rows: ParsedRow<ClaimRow>[],
  named: ReadonlySet<string>,
): Map<string, ClaimRow> {
  const untouched = [...stored.claims].filter(([key]) => !named.has(key));
  return new Map([...untouched, ...rows.map(({ value }) => [value.id, value] as const)]);
}

/** The document is named, the copy is not: its address never enters the database, the reason does. */
function withholdLink(row: SourceRow, reason: string | undefined): SourceRow {
  if (reason === undefined || row.original_url === null) return row;
  return { ...row, original_url: null, url_note: [row.url_note, reason].filter(Boolean).join(" ") };
}

async function audit(
  tx: Db,
  { campaignId, actor, reason, now }: EvidenceImport,
  sources: ImportPlan<SourceRow>,
  claims: ImportPlan<ClaimRow>,
): Promise<void> {
  const touched = [sources, claims].some(({ created, changed }) => created.length + changed.length > 0);
  if (!touched) return;
  const changed = claims.changed.map(({ after }) => after.id);
  const detail = { reason, sources: countPlan(sources), claims: countPlan(claims), changed };
  const subject = { subjectType: "campaign", subjectId: campaignId, campaignId };
  await tx.auditEntry.create({ data: { at: now, actor, action: "import-evidence", ...subject, detail } });
}
