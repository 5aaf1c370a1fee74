import { parse } from "csv-parse/sync";
import type { z } from "zod";
import { importError } from "@/lib/campaigns/parse-rows";
import type { ImportDocument, ImportError } from "@/lib/campaigns/types";
import { rowReader, shapeOf, strangeColumns } from "./table-columns";

/**
 * Reads a table (CSV with a header row; commas, semicolons or tabs between the cells) into rows as the JSON form has
 * them. What a cell holds is checked with the rows. Refuses what is no table and columns that no row has.
 */
export function readTable(
  schema: z.ZodObject,
  file: string,
  text: string,
): { ok: true; document: ImportDocument } | { ok: false; errors: ImportError[] } {
  const read = readCells(text);
  if (!read.ok) return { ok: false, errors: [importError(file, null, "", "not-csv", read.why)] };
  const [header = [], ...rows] = read.cells;
  const shape = shapeOf(schema);
  const names = header.map((name) => name.trim());
  const errors = [
    ...strangeColumns(shape, names).map((name) => importError(file, null, name, "unknown-field")),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => importError(file, null, name, "repeated")),
  ];
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, document: { file, content: rows.map(rowReader(shape, names)) } };
}

function readCells(text: string): { ok: true; cells: string[][] } | { ok: false; why: string } {
  const options = { bom: true, delimiter: delimiterOf(text), skip_empty_lines: true };
  try {
    return { ok: true, cells: parse(text, { ...options, skip_records_with_empty_values: true }) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, why: error.message };
  }
}

/** Spreadsheets of many countries write semicolons; column names hold none of these. */
function delimiterOf(text: string): string {
  const [header = ""] = text.split(/\r?\n/, 1);
  const counts = [",", ";", "\t"].map((sign) => [header.split(sign).length, sign] as const);
  return counts.reduce((most, next) => (next[0] > most[0] ? next : most))[1];
}
