import type { ClaimValue } from "@/lib/evidence/types";

/** What a figure says of a scale: from where to where, and whether it leaves an end open. */
export type FigureRange = { low: number; high: number; open: "above" | "below" | null };

const AT_LEAST = /\b(at least|more than|over|from)\b/i;
const AT_MOST = /\b(up to|at most|fewer than|less than|under)\b/i;
const ROUND_PLURAL = /\b(tens|dozens|hundreds|thousands|millions)\b/i;

/** Whether the words are the figure ("tens of thousands") and its number only where they begin. */
export function isVague({ qualifier }: ClaimValue): boolean {
  return qualifier !== undefined && ROUND_PLURAL.test(qualifier);
}

/**
 * Reads a figure with its qualifier. "At least", "more than" and "tens of thousands" leave the upper end open, "up to"
 * the lower; words that are not known here ("about") leave the figure as it is, and are shown beside it.
 */
export function figureRange(figure: ClaimValue): FigureRange {
  const { value, max, qualifier = "" } = figure;
  if (max !== undefined) return { low: value, high: max, open: null };
  if (AT_LEAST.test(qualifier) || isVague(figure)) return { low: value, high: value, open: "above" };
  return { low: value, high: value, open: AT_MOST.test(qualifier) ? "below" : null };
}
