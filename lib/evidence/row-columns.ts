import type { Row, RowKind } from "./row-kinds";

type Locator = { file: string; line: number } | string | null;
type RowDate = { text: string; from: string | null; to: string | null; precision: string };
type ClaimVerdict = {
  label: string;
  reason: string;
  fact_check: number | null;
  correct: string | null;
};

/** Ids of the sources that rows name by their keys. */
export type SourceIds = ReadonlyMap<string, string>;

/**
 * The columns of a row of any kind, from the form that files bring: fields and columns have the same names, but for
 * those that hold more than one thing. Links are rows of their own. Throws where a source has no id.
 */
export function toColumns(kind: RowKind, row: Row, sourceIds: SourceIds): Record<string, unknown> {
  const linked = new Set(kind.links.map(({ field }) => field));
  const columns = Object.entries(row)
    .filter(([field]) => !linked.has(field))
    .map(([field, value]) => columnsOf(field, value, sourceIds));
  return Object.assign({}, ...columns);
}

function columnsOf(field: string, value: unknown, sourceIds: SourceIds): Record<string, unknown> {
  if (field === "id") return { key: value };
  if (field === "source") return { source_id: idOf(sourceIds, String(value)) };
  if (field === "date") return dateColumns(value as RowDate);
  if (field === "locator") return locatorColumns(value as Locator);
  if (field === "verdict" && typeof value === "object") return verdictColumns(value as ClaimVerdict);
  return { [field]: value };
}

function dateColumns({ text, from, to, precision }: RowDate) {
  return { date_text: text, date_from: from, date_to: to, date_precision: precision };
}

function locatorColumns(locator: Locator) {
  const place = typeof locator === "object" ? locator : null;
  return {
    locator_file: place?.file ?? null,
    locator_line: place?.line ?? null,
    locator_text: typeof locator === "string" ? locator : null,
  };
}

function verdictColumns({ label, reason, correct, fact_check }: ClaimVerdict) {
  return { verdict_label: label, verdict_reason: reason, verdict_correct: correct, fact_check };
}

/**
 * A stored row as a file would bring it, fields in the schema's order. Takes its columns, its source's key as
 * `source` and its links under their fields; throws where it does not fit the schema.
 */
export function fromColumns(kind: RowKind, columns: Row): Row {
  const whole: Row = {
    ...columns,
    id: columns.key,
    date: {
      text: columns.date_text,
      from: columns.date_from,
      to: columns.date_to,
      precision: columns.date_precision,
    },
    locator: locatorOf(columns),
    verdict: columns.verdict ?? verdictOf(columns),
  };
  const fields = Object.keys(kind.schema.shape).map((field) => [field, whole[field]] as const);
  return kind.schema.parse(Object.fromEntries(fields));
}

function locatorOf(columns: Row) {
  if (columns.locator_file === null) return columns.locator_text;
  return { file: columns.locator_file, line: columns.locator_line };
}

function verdictOf(columns: Row) {
  return {
    label: columns.verdict_label,
    reason: columns.verdict_reason,
    fact_check: columns.fact_check,
    correct: columns.verdict_correct,
  };
}

function idOf(ids: SourceIds, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`no id for the source "${key}", which the checks should have refused`);
  return id;
}
