import { importError, type ParsedRow } from "@/lib/campaigns/parse-rows";
import type { ImportError } from "@/lib/campaigns/types";
import type { ClaimRow } from "./types";

/** All that a claim may name: what is stored already and what the same import brings. */
export type Known = {
  sources: ReadonlySet<string>;
  /** Keys of claims, also of rows with errors of their own. */
  claims: ReadonlySet<string>;
  /** Claims as they will stand after the import; rows with errors are absent. */
  after: ReadonlyMap<string, ClaimRow>;
};

/**
 * Checks what no single row can show: that sources and claims named exist, that no claim names itself, and that
 * two claims that disagree name each other. Returns every breach, under the row that has it.
 */
export function checkReferences(
  file: string,
  rows: readonly ParsedRow<ClaimRow>[],
  known: Known,
): ImportError[] {
  const imported = new Set(rows.map(({ value }) => value.id));
  return rows.flatMap(({ row, value }) => {
    const problem = (field: string, code: string, more: string) => importError(file, row, field, code, more);
    return [
      ...(known.sources.has(value.source) ? [] : [problem("source", "unknown-reference", value.source)]),
      ...value.related.flatMap((other, index) =>
        checkOther(value, other, `related[${index}]`, known, problem),
      ),
      ...value.conflicts.flatMap(({ claim }, index) => checkConflict(value, claim, index, known, problem)),
      ...leftBehind(value, imported, known).map((other) => problem("conflicts", "one-sided-conflict", other)),
    ];
  });
}

type Problem = (field: string, code: string, more: string) => ImportError;

function checkOther(
  claim: ClaimRow,
  other: string,
  field: string,
  known: Known,
  problem: Problem,
): ImportError[] {
  if (other === claim.id) return [problem(field, "self-reference", other)];
  return known.claims.has(other) ? [] : [problem(field, "unknown-reference", other)];
}

function checkConflict(
  claim: ClaimRow,
  other: string,
  index: number,
  known: Known,
  problem: Problem,
): ImportError[] {
  const field = `conflicts[${index}].claim`;
  const wrong = checkOther(claim, other, field, known, problem);
  if (wrong.length > 0) return wrong;
  if (claim.conflicts.findIndex((conflict) => conflict.claim === other) < index)
    return [problem(field, "repeated", other)];
  const back = known.after.get(other);
  return !back || names(back, claim.id) ? [] : [problem(field, "one-sided-conflict", other)];
}

/** Stored claims outside the file that say they disagree with this one, which no longer says so. */
function leftBehind(claim: ClaimRow, imported: ReadonlySet<string>, { after }: Known): string[] {
  return [...after.values()]
    .filter((other) => !imported.has(other.id) && names(other, claim.id) && !names(claim, other.id))
    .map((other) => other.id);
}

function names(claim: ClaimRow, other: string): boolean {
  return claim.conflicts.some((conflict) => conflict.claim === other);
}
