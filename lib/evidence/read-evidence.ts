import { importError, type ParsedRow, parseRows } from "@/lib/campaigns/parse-rows";
import type { ImportDocument, ImportError } from "@/lib/campaigns/types";
import { conflictRow, withheldLinkRow } from "./import-schema";
import { CLAIMS, keyOf, ROW_KINDS, type Row, type RowKind, SOURCES } from "./row-kinds";
import type { ClaimRow } from "./types";
import { byHash, type WithheldLink, withheldBy, withholdLinks } from "./withhold-links";

/** The row files of a folder, by their names without ending. Whichever is absent changes nothing. */
export type EvidenceFiles = Readonly<Record<string, ImportDocument>>;

/** What a file brought: its rows that fit, and every key it names, also those of rows that do not. */
export type ReadRows = { kind: RowKind; file: string; rows: ParsedRow<Row>[]; keys: ReadonlySet<string> };

/** What all row files brought; `withheld` are the addresses that they say must not be linked. */
export type ReadEvidence = { kinds: ReadRows[]; withheld: WithheldLink[]; errors: ImportError[] };

/**
 * Reads row files through their schemas, with the conflicts of a file of pairs put into both claims and addresses
 * that must not be linked taken out. Returns every error; what one file alone cannot show is checked later.
 * `isSource` tells whether a source is stored already; `known` are the addresses that earlier imports withheld.
 */
export function readEvidence(
  files: EvidenceFiles,
  isSource: (key: string) => boolean,
  known: readonly WithheldLink[],
): ReadEvidence {
  const read = ROW_KINDS.flatMap((kind) => {
    const document = files[kind.file];
    return document
      ? [{ kind, file: document.file, ...parseRows<Row>(kind.schema, document, kind.key.field) }]
      : [];
  });
  const sources = read.find(({ kind }) => kind === SOURCES);
  const { withheld, errors } = readWithheldLinks(
    files["withheld-links"],
    sources,
    (key) => isSource(key) || sources?.keys.has(key) === true,
  );
  const pairs = readPairs(
    files.conflicts,
    read.find(({ kind }) => kind === CLAIMS),
  );
  const all = byHash([...known, ...withheld]);
  return {
    kinds: read.map(({ kind, file, rows, keys }) => ({
      ...{ kind, file, keys },
      rows: rows.map(({ row, value }) => ({ row, value: withholdLinks(value, all) })),
    })),
    withheld,
    errors: [...read.flatMap((each) => each.errors), ...errors, ...pairs],
  };
}

function readWithheldLinks(
  document: ImportDocument | undefined,
  sources: { rows: ParsedRow<Row>[] } | undefined,
  isSource: (key: string) => boolean,
): { withheld: WithheldLink[]; errors: ImportError[] } {
  if (!document) return { withheld: [], errors: [] };
  const { rows, errors } = parseRows(withheldLinkRow, document, "source");
  const strays = rows
    .filter(({ value }) => !isSource(value.source))
    .map(({ row, value }) => importError(document.file, row, "source", "unknown-reference", value.source));
  const reasons = new Map(rows.map(({ value }) => [value.source, value.reason]));
  return {
    withheld: withheldBy(
      reasons,
      (sources?.rows ?? []).map(({ value }) => value),
    ),
    errors: [...errors, ...strays],
  };
}

/** Puts each pair into both claims of the claims file beside it; a pair that names another is an error. */
function readPairs(
  document: ImportDocument | undefined,
  claims: { rows: ParsedRow<Row>[]; keys: ReadonlySet<string> } | undefined,
): ImportError[] {
  if (!document) return [];
  const { rows, errors } = parseRows(conflictRow, document);
  const byKey = new Map((claims?.rows ?? []).map((parsed) => [keyOf(CLAIMS, parsed.value), parsed]));
  const strays = rows.flatMap(({ row, value: { claim, other, note, other_note } }) => {
    addConflict(byKey.get(claim), other, note);
    addConflict(byKey.get(other), claim, other_note ?? note);
    return (["claim", "other"] as const)
      .filter((field) => !claims?.keys.has({ claim, other }[field]))
      .map((field) => importError(document.file, row, field, "unknown-reference", { claim, other }[field]));
  });
  return [...errors, ...strays];
}

function addConflict(parsed: ParsedRow<Row> | undefined, claim: string, note: string): void {
  if (!parsed) return;
  const row = parsed.value as ClaimRow;
  parsed.value = { ...row, conflicts: [...row.conflicts, { claim, note }] };
}
