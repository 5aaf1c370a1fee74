import { KEY } from "@/lib/campaigns/schema";
import type { Page } from "@/lib/campaigns/types";
import type { Listed } from "./types";

/** Where to find a row by its permanent name. */
export function byKey(campaignId: string, key: string) {
  return { where: { campaignId_key: { campaignId, key } } };
}

/**
 * Where a page starts: beyond the row named ("gt") or with it ("gte"). Position and key together are unique, so rows
 * with equal positions are neither lost nor repeated.
 */
export async function startAfter(
  after: string | undefined,
  find: (key: string) => Promise<{ position: number; key: string } | null>,
  beyond: "gt" | "gte" = "gt",
) {
  if (after === undefined) return {};
  const last = KEY.test(after) ? await find(after) : null;
  if (!last) return "unknown-after" as const;
  const { position, key } = last;
  // The first bound is for an index, which begins there; it cannot with the others alone.
  return { position: { gte: position }, OR: [{ position: { gt: position } }, { key: { [beyond]: key } }] };
}

/** A page of rows of which one more than `limit` was asked for. */
export function pageOf<Row extends { key: string }, View>(
  rows: Row[],
  limit: number,
  view: (row: Row) => View,
): Page<View> {
  const shown = rows.slice(0, limit);
  return { items: shown.map(view), next: rows.length > limit ? (shown.at(-1)?.key ?? null) : null };
}

/**
 * The page of a list that has a row: its first where the row is there or none is named, else one that begins with it,
 * which `begun` tells. Takes the row's key and what lists from a key on.
 */
export async function pageWith<T extends { id: string }>(
  from: string | undefined,
  list: (from?: string) => Promise<Listed<T>>,
): Promise<(Page<T> & { begun: boolean }) | null | "unknown-after"> {
  const first = await list();
  if (!first || first === "unknown-after") return first;
  if (from === undefined || first.items.some(({ id }) => id === from)) return { ...first, begun: false };
  const page = await list(from);
  return page && page !== "unknown-after" ? { ...page, begun: true } : page;
}
