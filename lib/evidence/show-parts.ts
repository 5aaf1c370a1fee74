/** The claims that a row names, in its order. */
export const CITED = {
  orderBy: { position: "asc" },
  include: { claim: { select: { key: true } } },
} as const;

/** The source that a row names. */
export const NAMED_SOURCE = { select: { key: true, title: true } } as const;

export function citedKeys(links: readonly { claim: { key: string } }[]): string[] {
  return links.map(({ claim }) => claim.key);
}

type Dated = { dateText: string; dateFrom: string | null; dateTo: string | null; datePrecision: string };

/** A stored date as pages and answers show it. */
export function dateOf({ dateText, dateFrom, dateTo, datePrecision }: Dated) {
  return { text: dateText, from: dateFrom, to: dateTo, precision: datePrecision };
}
