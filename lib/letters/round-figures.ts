import { THRESHOLD } from "@/lib/signatures/choose-figures";
import type { FigureKind } from "./types";

export type Figures = ReadonlyMap<FigureKind, number>;

const MAILED = ["sent-own", "sent-unchanged"] as const;
const CARRIED = ["carried-own", "carried-unchanged"] as const;
/** Kinds that are parts of a whole: no two of one row hold the same letter. */
const PARTS: { of: readonly FigureKind[]; parts: readonly FigureKind[] }[] = [
  { of: MAILED, parts: ["delivered", "bounced", "refused"] },
  { of: CARRIED, parts: ["handed-over", "hand-over-refused", "hand-over-returned"] },
  { of: [...MAILED, ...CARRIED], parts: ["told-none", "told-form", "told-real", "told-returned"] },
];

/**
 * What may be published of an office's numbers: each in full twenties, rounded down, and parts lowered until their sum is
 * no more than what is published of the whole. Otherwise parts that add up to more than the whole's number would narrow
 * what it leaves open (docs/decisions/2026-11-22-figures-on-letters.md). Takes true counts; what is missing is 0.
 */
export function roundFigures(counts: Figures): Map<FigureKind, number> {
  const shown = new Map([...counts].map(([kind, count]) => [kind, count - (count % THRESHOLD)]));
  for (const { of, parts } of PARTS) {
    let left = of.reduce((sum, kind) => sum + (shown.get(kind) ?? 0), 0);
    for (const part of parts) {
      const fitting = Math.min(shown.get(part) ?? 0, left);
      if (shown.has(part)) shown.set(part, fitting);
      left -= fitting;
    }
  }
  return shown;
}
