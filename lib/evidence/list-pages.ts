import { KEY } from "@/lib/campaigns/schema";
import type { Page } from "@/lib/campaigns/types";

/** Where to find a row by its permanent name. */
export function byKey(campaignId: string, key: string) {
  return { where: { campaignId_key: { campaignId, key } } };
}

/** Where a page starts. Position and key together are unique, so rows with equal positions are neither lost nor repeated. */
export async function startAfter(
  after: string | undefined,
  find: (key: string) => Promise<{ position: number; key: string } | null>,
) {
  if (after === undefined) return {};
  const last = KEY.test(after) ? await find(after) : null;
  if (!last) return "unknown-after" as const;
  const { position, key } = last;
  return { OR: [{ position: { gt: position } }, { position, key: { gt: key } }] };
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
