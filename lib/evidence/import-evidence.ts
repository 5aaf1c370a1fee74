import { importError } from "@/lib/campaigns/parse-rows";
import type { ImportError } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { type Conflicts, checkReferences, type Known } from "./check-references";
import { keepGroups } from "./group-conflicts";
import { type PlannedRows, planRows } from "./plan-rows";
import { readAnswers } from "./read-answers";
import { type EvidenceFiles, type ReadEvidence, type ReadRows, readEvidence } from "./read-evidence";
import { type Change, keepRevisions, revisedClaims, writeFigures } from "./revise-claims";
import { CLAIMS, keyOf, ROW_KINDS, type RowKind, SOURCES } from "./row-kinds";
import { readIds } from "./stored-rows";
import type { ClaimRow } from "./types";
import { keepWithheld, readWithheld } from "./withhold-links";
import { touchedKeys, writeRows } from "./write-rows";

export type EvidenceImport = Change & { files: EvidenceFiles };

/** What an import did to the rows of one file. */
export type Difference = {
  created: string[];
  changed: { key: string; fields: string[] }[];
  unchanged: number;
  /** Places that new and changed rows name, for a person to look at: whether one is finer than a province, no program knows. */
  places?: string[];
};

export type EvidenceImportResult =
  | { ok: true; differences: Record<string, Difference> }
  | { ok: false; errors: ImportError[] };

/**
 * Adds and updates a campaign's sources, claims and all that is composed of claims. Takes an open transaction and
 * parsed documents with the names their errors are reported under. Returns what changed by file, or every error with
 * file, row and field and then has written nothing. Importing the same again changes nothing; what the files do not
 * name stays; a claim whose content changes keeps what it said before as a revision.
 */
export async function importEvidence(tx: Db, input: EvidenceImport): Promise<EvidenceImportResult> {
  const read = await checkEvidence(tx, input);
  if (read.errors.length > 0) return { ok: false, errors: read.errors };
  return { ok: true, differences: await writeEvidence(tx, input, read) };
}

/** Writes rows that `checkEvidence` found in order, in the same transaction. Returns what changed by file. */
export async function writeEvidence(
  tx: Db,
  input: EvidenceImport,
  read: ReadEvidence,
): Promise<Record<string, Difference>> {
  const differences: Record<string, Difference> = {};
  for (const { kind, rows } of read.kinds) {
    const values = rows.map(({ value }) => value);
    const plan = await planRows(tx, kind, input.campaignId, values);
    await writeKind(tx, kind, input, plan);
    differences[kind.file] = differenceOf(kind, plan);
  }
  const sources = await readIds(tx, SOURCES.table, SOURCES.key.column, input.campaignId);
  await keepWithheld(tx, input.campaignId, read.withheld, sources);
  await audit(tx, input, differences);
  return differences;
}

/**
 * Reads and checks row files against each other and what is stored, and holds off other imports until the end.
 * Without a reason no claim may change what it says. `newTargets` are offices that the same import brings.
 */
export async function checkEvidence(
  tx: Db,
  { campaignId, files, reason }: Pick<EvidenceImport, "campaignId" | "files" | "reason">,
  newTargets: Iterable<string> = [],
): Promise<ReadEvidence & { claimKeys: ReadonlySet<string> }> {
  // Two imports at once would both see the old rows; the second waits here.
  await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`;
  const stored = new Map<RowKind, ReadonlyMap<string, string>>();
  for (const kind of ROW_KINDS) stored.set(kind, await readIds(tx, kind.table, kind.key.column, campaignId));
  const known = await readWithheld(tx, campaignId);
  const read = readEvidence(files, (key) => stored.get(SOURCES)?.has(key) === true, known);
  const keysOf = (file: string) => {
    const ofKind = [...stored].find(([kind]) => kind.file === file)?.[1].keys() ?? [];
    return new Set([...ofKind, ...(read.kinds.find(({ kind }) => kind.file === file)?.keys ?? [])]);
  };
  const claims = read.kinds.find(({ kind }) => kind === CLAIMS);
  const references: Known = {
    ...{ sources: keysOf("sources"), claims: keysOf("claims"), factChecks: keysOf("fact-checks") },
    targets: new Set([...(await readIds(tx, "target", "key", campaignId)).keys(), ...newTargets]),
    conflicts: await conflictsAfter(tx, campaignId, [...(stored.get(CLAIMS)?.keys() ?? [])], claims),
    ...(await readAnswers(tx, campaignId, read.kinds)),
  };
  const broken = read.kinds.flatMap(({ kind, file, rows }) => checkReferences(kind, file, rows, references));
  const unsaid = claims && reason === null ? await withoutReason(tx, campaignId, claims) : [];
  return { ...read, errors: [...read.errors, ...broken, ...unsaid], claimKeys: references.claims };
}

/** An error for each claim that would change what it says while nobody says why. */
async function withoutReason(tx: Db, campaignId: string, { file, rows }: ReadRows): Promise<ImportError[]> {
  const values = rows.map(({ value }) => value);
  const revised = revisedClaims(await planRows(tx, CLAIMS, campaignId, values));
  const fields = new Map(revised.map(({ after, content }) => [keyOf(CLAIMS, after), content]));
  return rows.flatMap(({ row, value }) => {
    const [field] = fields.get(keyOf(CLAIMS, value)) ?? [];
    return field ? [importError(file, row, field, "no-reason", keyOf(CLAIMS, value))] : [];
  });
}

/** Who disagrees with whom once the import is done. */
async function conflictsAfter(
  tx: Db,
  campaignId: string,
  stored: readonly string[],
  claims: ReadRows | undefined,
): Promise<Conflicts> {
  const after = new Map<string, Set<string>>();
  for (const key of stored) if (!claims?.keys.has(key)) after.set(key, new Set());
  const pairs = await tx.$queryRaw<{ claim: string; other: string }[]>`
    SELECT a.key AS claim, b.key AS other FROM claim_conflict l
    JOIN claim a ON a.id = l.claim_id JOIN claim b ON b.id = l.other_id WHERE a.campaign_id = ${campaignId}::uuid`;
  for (const { claim, other } of pairs) after.get(claim)?.add(other);
  for (const { value } of claims?.rows ?? []) {
    const { id, conflicts } = value as ClaimRow;
    after.set(id, new Set(conflicts.map(({ claim }) => claim)));
  }
  return after;
}

async function writeKind(tx: Db, kind: RowKind, input: EvidenceImport, plan: PlannedRows): Promise<void> {
  const { campaignId } = input;
  const named = {
    sources: await readIds(tx, SOURCES.table, SOURCES.key.column, campaignId),
    targets: await readIds(tx, "target", "key", campaignId),
  };
  if (kind === CLAIMS) await keepRevisions(tx, input, plan);
  await writeRows(tx, kind, campaignId, plan, named);
  if (kind === CLAIMS) await writeFigures(tx, campaignId, plan);
  if (kind === CLAIMS) await keepGroups(tx, campaignId);
}

function differenceOf(kind: RowKind, plan: PlannedRows): Difference {
  const keys = touchedKeys(kind, plan);
  return {
    created: keys.slice(0, plan.created.length),
    changed: plan.changed.map(({ fields, after }) => ({ key: keyOf(kind, after), fields })),
    unchanged: plan.unchanged,
    ...placesIn(plan),
  };
}

function placesIn({ created, changed }: PlannedRows): Pick<Difference, "places"> {
  const moved = changed.filter(({ fields }) => fields.includes("place")).map(({ after }) => after);
  const places = [...created, ...moved].flatMap(({ place }) => (typeof place === "string" ? [place] : []));
  return places.length > 0 ? { places: [...new Set(places)] } : {};
}

/** Changed rows by name; of a large import only the first, for an audit row is read by people. */
const NAMED = 1_000;

async function audit(
  tx: Db,
  { campaignId, actor, reason, now }: EvidenceImport,
  differences: Record<string, Difference>,
): Promise<void> {
  const touched = Object.entries(differences).filter(
    ([, { created, changed }]) => created.length + changed.length,
  );
  if (touched.length === 0) return;
  const counts = touched.map(([file, { created, changed, unchanged }]) => [
    file,
    {
      ...{ created: created.length, changed: changed.length, unchanged },
      keys: changed.slice(0, NAMED).map(({ key }) => key),
    },
  ]);
  const detail = { reason, ...Object.fromEntries(counts) };
  const subject = { subjectType: "campaign", subjectId: campaignId, campaignId };
  await tx.auditEntry.create({ data: { at: now, actor, action: "import-evidence", ...subject, detail } });
}
