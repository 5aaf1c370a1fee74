import type { ClaimValue } from "@/lib/evidence/types";

/** What a figure says of a scale: from where to where, whether it leaves an end open, and whether it is a point at all. */
export type FigureRange = { low: number; high: number; open: "above" | "below" | null; exact: boolean };

const AT_LEAST = /\b(at least|more than|over|from)\b/i;
const AT_MOST = /\b(up to|at most|fewer than|less than|under)\b/i;
const ROUND_PLURAL = /\b(tens|dozens|hundreds|thousands|millions)\b/i;

/** Whether the words are the figure ("tens of thousands") and its number only where they begin. */
export function isVague({ qualifier }: ClaimValue): boolean {
  return qualifier !== undefined && ROUND_PLURAL.test(qualifier);
}

/**
 * Reads a figure with its qualifier. "At least", "more than" and "tens of thousands" leave the upper end open, "up to"
 * the lower. Any other words, "about" or those of another language, are shown beside a figure that is not exact: what
 * they say of it is not known here.
 */
export function figureRange(figure: ClaimValue): FigureRange {
  const { value, max, qualifier } = figure;
  if (max !== undefined) return { low: value, high: max, open: null, exact: true };
  const open = openEnd(figure);
  return { low: value, high: value, open, exact: open !== null || qualifier === undefined };
}

function openEnd(figure: ClaimValue): FigureRange["open"] {
  const { qualifier = "" } = figure;
  if (AT_LEAST.test(qualifier) || isVague(figure)) return "above";
  return AT_MOST.test(qualifier) ? "below" : null;
}
