export type CsvValue = string | number | null;

/**
 * Rows as comma-separated values (RFC 4180): a header row, CRLF, quotes where a value needs them. Text that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers, also
 * negative ones. Takes the column names and as many values a row; null becomes an empty field.
 */
export function csv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/**
 * What spreadsheets need in front of a table with letters beyond ASCII to read them as UTF-8; programs drop it (WHATWG
 * "UTF-8 decode"). Tables of numbers and codes go without it.
 */
export const BYTE_ORDER_MARK = "\ufeff";

function field(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
