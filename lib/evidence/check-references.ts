import { importError, type ParsedRow } from "@/lib/campaigns/parse-rows";
import { KEY } from "@/lib/campaigns/schema";
import type { ImportError } from "@/lib/campaigns/types";
import { CLAIMS, keyOf, linksOf, type Row, type RowKind } from "./row-kinds";
import type { ClaimRow } from "./types";

/** The claims that a claim disagrees with, by key: of all claims as they will stand after the import. */
export type Conflicts = ReadonlyMap<string, ReadonlySet<string>>;

/** All that a row may name: what is stored already and what the same import brings. */
export type Known = {
  sources: ReadonlySet<string>;
  /** Keys of claims, also of rows with errors of their own. */
  claims: ReadonlySet<string>;
  targets: ReadonlySet<string>;
  /** Numbers of fact checks, as text. */
  factChecks: ReadonlySet<string>;
  /** Rows with errors are absent. */
  conflicts: Conflicts;
  /** How many values a claim will have; undefined where its row has errors. */
  valuesOf: (claim: string) => number | undefined;
  /** By which of their values claims answer the questions that the import leaves as they are, by claim. */
  answers: ReadonlyMap<string, readonly StoredAnswer[]>;
};

/** A stored question that a claim answers by one of its values, from 1. */
export type StoredAnswer = { comparison: string; value: number };

/**
 * Checks what no single row can show: that sources, claims, targets and fact checks named exist, that no claim names
 * itself, and that two claims that disagree name each other. Returns every breach, under the row that has it.
 */
export function checkReferences(
  kind: RowKind,
  file: string,
  rows: readonly ParsedRow<Row>[],
  known: Known,
): ImportError[] {
  const errors = rows.flatMap(({ row, value }) => {
    const problem: Problem = (field, code, more) => importError(file, row, field, code, more);
    return [...checkSource(kind, value, known, problem), ...checkLinks(kind, value, known, problem)];
  });
  if (kind !== CLAIMS) return errors;
  return [...errors, ...checkConflicts(file, rows, known.conflicts), ...checkAnswers(file, rows, known)];
}

type Problem = (field: string, code: string, more: string) => ImportError;

function checkSource({ schema }: RowKind, row: Row, known: Known, problem: Problem): ImportError[] {
  const isStray = "source" in schema.shape && !known.sources.has(String(row.source));
  const [field, check] = factCheckOf(row);
  const isUnchecked = check !== null && !known.factChecks.has(String(check));
  return [
    ...(isStray ? [problem("source", "unknown-reference", String(row.source))] : []),
    ...(isUnchecked ? [problem(field, "unknown-reference", String(check))] : []),
    ...strayKeys(row.sources, known.sources).map(({ key, index }) =>
      problem(`sources[${index}]`, "unknown-reference", key),
    ),
  ];
}

/** Fact checks name sources by key or give an address. */
function strayKeys(sources: unknown, known: ReadonlySet<string>): { key: string; index: number }[] {
  const given = Array.isArray(sources) ? sources.map(String) : [];
  return given.map((key, index) => ({ key, index })).filter(({ key }) => KEY.test(key) && !known.has(key));
}

/** The fact check that a claim's verdict or a plan names, and the field that does. */
function factCheckOf({ fact_check: own, verdict }: Row): [field: string, check: unknown] {
  if (typeof verdict !== "object" || verdict === null) return ["fact_check", own ?? null];
  return ["verdict.fact_check", (verdict as ClaimRow["verdict"]).fact_check];
}

function checkLinks(kind: RowKind, row: Row, known: Known, problem: Problem): ImportError[] {
  return kind.links.flatMap((link) =>
    linksOf(row, link).flatMap(({ key, item }, index) => {
      const field = `${link.field}[${index}]${typeof item === "string" ? "" : ".claim"}`;
      if (kind === CLAIMS && key === row.id) return [problem(field, "self-reference", key)];
      const found = link.to === "claim" ? known.claims : known.targets;
      if (!found.has(key)) return [problem(field, "unknown-reference", key)];
      const value = typeof item === "string" ? null : (item.value ?? null);
      const values = known.valuesOf(key);
      return value !== null && values !== undefined && Number(value) > values
        ? [problem(`${link.field}[${index}].value`, "unknown-reference", `${key} has ${values}`)]
        : [];
    }),
  );
}

/** A conflict that only one side names, or that is given twice. */
function checkConflicts(file: string, rows: readonly ParsedRow<Row>[], conflicts: Conflicts): ImportError[] {
  const imported = new Set(rows.map(({ value }) => keyOf(CLAIMS, value)));
  const namedBy = reversed(conflicts);
  return rows.flatMap(({ row, value }) => {
    const claim = value as ClaimRow;
    const named = claim.conflicts.map((conflict) => conflict.claim);
    const problem: Problem = (field, code, more) => importError(file, row, field, code, more);
    const left = [...(namedBy.get(claim.id) ?? [])].filter(
      (other) => !imported.has(other) && !named.includes(other),
    );
    return [
      ...named.flatMap((other, index) => {
        const field = `conflicts[${index}].claim`;
        if (other === claim.id) return [];
        if (named.indexOf(other) < index) return [problem(field, "repeated", other)];
        const back = conflicts.get(other);
        return !back || back.has(claim.id) ? [] : [problem(field, "one-sided-conflict", other)];
      }),
      ...left.map((other) => problem("conflicts", "one-sided-conflict", other)),
    ];
  });
}

/** A claim that loses a value by which it answers a question that stays as it is. */
function checkAnswers(file: string, rows: readonly ParsedRow<Row>[], { answers }: Known): ImportError[] {
  return rows.flatMap(({ row, value }) => {
    const { id, values } = value as ClaimRow;
    return (answers.get(id) ?? [])
      .filter((answer) => answer.value > values.length)
      .map(({ comparison, value: number }) =>
        importError(file, row, "values", "still-named", `${comparison} takes value ${number}`),
      );
  });
}

function reversed(conflicts: Conflicts): Map<string, string[]> {
  const back = new Map<string, string[]>();
  for (const [claim, others] of conflicts) {
    for (const other of others) {
      const named = back.get(other);
      if (named) named.push(claim);
      else back.set(other, [claim]);
    }
  }
  return back;
}
