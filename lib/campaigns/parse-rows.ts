import type { z } from "zod";
import type { ImportDocument, ImportError } from "./types";

/** A row that fits its schema, with its place in the file (from 1). */
export type ParsedRow<T> = { row: number; value: T };

export type ParsedRows<T> = {
  rows: ParsedRow<T>[];
  errors: ImportError[];
  /** Every key the file names, also those of rows with errors, so that one mistake is not reported twice. */
  keys: Set<string>;
};

/** What the codes mean, for the terminal; pages have words of their own for them. */
const DETAILS: Record<string, string> = {
  required: "is missing",
  "wrong-type": "has the wrong type",
  "not-allowed": "is none of the allowed values",
  empty: "must not be empty",
  "too-small": "is too small",
  "too-large": "is too large",
  "too-long": "is too long",
  "bad-format": "does not have the expected form",
  "bad-date": "is no date such as 2012, 2012-03 or 2012-03-05",
  "bad-character": "holds a character that cannot be stored (NUL or half a surrogate pair)",
  "unknown-field": "is not a known field",
  repeated: "is given twice",
  duplicate: "is the key of an earlier row too",
  "dates-reversed": "is before `from`",
  "fact-without-claim": "a fact must rest on at least one claim",
  "not-a-list": "the file must be a list of rows",
  "unknown-reference": "names something that does not exist",
  "self-reference": "names the row itself",
  "one-sided-conflict": "the other claim does not name this one as disagreeing",
  "no-reason": 'changes what a claim that stands says; tell readers why with --reason "why"',
  "still-named": "what is stored and stays as it is rests on what this row no longer has",
  "not-json": "is not JSON",
  "not-utf-8": "is not UTF-8; save it as UTF-8",
  "not-csv": "cannot be read as a table",
  "unknown-file": "is not a file that an import reads",
  "given-twice": "is there as JSON and as CSV; keep one",
  "file-name": "the file must be named as what it holds",
  "other-campaign": "belongs to another campaign",
  "other-position": "differs from that of the same dossier in another language",
  "other-settings": "differs from that of the same letter in another language",
  "one-line": "must be one line",
  "unknown-place": "names a place in braces that is none of office, city, country",
  "no-place": "may name no place in braces",
  "last-fits-all": "the last salutation must fit every office: no kind, no place in braces",
  mark: "holds a mark such as [1]; marks are set by the claims that a sentence names",
  hidden: "holds characters that nobody sees or that turn the order of others",
  markup: "holds a tag; letters are plain text",
  header: "has a line that begins like a mail's header",
  "disputed-without-note": "rests on a claim that is disputed, and says nothing of it",
  "unverified-claim": "rests on a claim that nobody could confirm; no letter may",
  "published-already": "is published with other words; other words are the next number",
  "number-gap": "is not the number that follows",
  "translation-first": "comes before the text in the campaign's own language",
  "unknown-campaign": "there is no such campaign, and no text that could make it",
  "no-original": "a new campaign needs its text in its own language",
};

/** An error of an import; the detail is the code in words, with more about it where there is more. */
export function importError(
  file: string,
  row: number | null,
  field: string,
  code: string,
  more = "",
): ImportError {
  return { file, row, field, code, detail: [DETAILS[code] ?? code, more].filter(Boolean).join(": ") };
}

/**
 * Reads a file's rows through a schema. Takes the parsed JSON and, where rows have one, the name of the field
 * that is their key.
 * Returns the rows that fit and every error of those that do not, with row and field; refuses a key given twice.
 */
export function parseRows<T>(
  schema: z.ZodType<T>,
  { file, content }: ImportDocument,
  keyField?: keyof T & string,
): ParsedRows<T> {
  const parsed: ParsedRows<T> = { rows: [], errors: [], keys: new Set() };
  if (!Array.isArray(content)) return { ...parsed, errors: [importError(file, null, "", "not-a-list")] };
  content.forEach((raw: unknown, index) => {
    const row = index + 1;
    const key = keyField && keyOf(raw, keyField);
    if (keyField && key !== undefined) {
      if (parsed.keys.has(key)) parsed.errors.push(importError(file, row, keyField, "duplicate", key));
      parsed.keys.add(key);
    }
    const read = parseDocument(schema, { file, content: raw }, row);
    if (read.ok) parsed.rows.push({ row, value: read.value });
    else parsed.errors.push(...read.errors);
  });
  return parsed;
}

/** Reads one JSON value through a schema. Returns it, or all errors under the given row (null: the whole file). */
export function parseDocument<T>(
  schema: z.ZodType<T>,
  { file, content }: ImportDocument,
  row: number | null = null,
): { ok: true; value: T } | { ok: false; errors: ImportError[] } {
  const read = schema.safeParse(content);
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, errors: read.error.issues.flatMap((issue) => toErrors(file, row, content, issue)) };
}

function keyOf(raw: unknown, keyField: string): string | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const key = (raw as Record<string, unknown>)[keyField];
  return typeof key === "string" || typeof key === "number" ? String(key) : undefined;
}

function toErrors(
  file: string,
  row: number | null,
  content: unknown,
  issue: z.core.$ZodIssue,
): ImportError[] {
  const at = (path: PropertyKey[], code: string, more?: string) =>
    importError(file, row, fieldName(path), code, more);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((name) => at([...issue.path, name], "unknown-field"));
  if (issue.code === "invalid_union") {
    // The branch whose type was right knows better what is wrong: its issues lie inside.
    const inner = issue.errors.find((branch) =>
      branch.some((each) => each.path.length > 0 || each.code !== "invalid_type"),
    );
    if (inner) {
      return inner.flatMap((each) =>
        toErrors(file, row, content, { ...each, path: [...issue.path, ...each.path] }),
      );
    }
  }
  const code = codeOf(issue, valueAt(content, issue.path));
  const allowed = issue.code === "invalid_value" && code === "not-allowed" ? issue.values : [];
  return [at(issue.path, code, allowed.map(String).join(", "))];
}

function codeOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (/^[a-z]+(-[a-z]+)*$/.test(issue.message)) return issue.message;
  if (value === undefined) return "required";
  if (issue.code === "invalid_value") return "not-allowed";
  if (issue.code === "too_small") return "too-small";
  if (issue.code === "too_big") return "too-large";
  if (issue.code === "invalid_format") return "bad-format";
  return "wrong-type";
}

function valueAt(content: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    content,
  );
}

/** `conflicts[2].note`, as a person would look for it. */
function fieldName(path: PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index ? "." : ""}${String(step)}`))
    .join("");
}
