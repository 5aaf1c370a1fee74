import type { Prisma } from "@/lib/db/generated/client";

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

/** The last correction of a claim in what it says or how far it holds. */
export const LAST_CORRECTION = {
  where: { substantial: true },
  orderBy: [{ at: "desc" }, { id: "desc" }],
  take: 1,
  select: { at: true },
} satisfies Prisma.Claim$revisionsArgs;

/** When it was (RFC 3339); null where there was none. */
export function lastCorrection(revisions: readonly { at: Date }[]): string | null {
  return revisions[0]?.at.toISOString() ?? null;
}

type Dated = { dateText: string; dateFrom: string | null; dateTo: string | null; datePrecision: string };

/** A stored date as pages and answers show it. */
export function dateOf({ dateText, dateFrom, dateTo, datePrecision }: Dated) {
  return { text: dateText, from: dateFrom, to: dateTo, precision: datePrecision };
}
