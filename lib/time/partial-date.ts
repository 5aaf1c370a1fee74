/** A date as a document gives it: year, year and month, or day (ISO 8601, reduced precision). */
export const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** Whether a partial date exists: `2012-02-30` fits the pattern and is no day. */
export function isRealDate(date: string): boolean {
  if (!PARTIAL_DATE.test(date)) return false;
  const [year, month = "01", day = "01"] = date.split("-");
  const read = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return read.getUTCDate() === Number(day);
}

/**
 * Whether two partial dates can stand in this order: the earliest day of `from` is not after the latest of `to`.
 * `2012-03` to `2012-03-02` and `2012-03-02` to `2012` are in order.
 */
export function inOrder(from: string, to: string): boolean {
  const known = Math.min(from.length, to.length);
  return from.slice(0, known) <= to.slice(0, known);
}
