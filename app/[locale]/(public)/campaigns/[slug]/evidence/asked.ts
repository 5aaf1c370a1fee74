/** What stands behind the question mark of a page's address. */
export type Asked = Promise<Record<string, string | string[] | undefined>>;

/** One parameter; one left blank, as forms send it, counts as left out, and so does one given twice. */
export function oneAsked(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
