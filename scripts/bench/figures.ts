/** What a figure must reach. */
export type Target = { of: "value" | "ratio"; atLeast?: number; atMost?: number };

/** One line of the table. */
export type Figure = {
  name: string;
  unit: string;
  value: number;
  /** The same of what it is compared with, measured in the same run. */
  reference: number | null;
  /** value / reference, each the median of its rounds. */
  ratio: number | null;
  target: Target;
  ok: boolean;
  /** Every round, in order: value, and reference where there is one. */
  rounds: { value: number[]; reference: number[] };
  /** What was measured, and what it was measured on. */
  note: string;
};

type Measured = {
  name: string;
  unit: string;
  value: number[];
  reference?: number[];
  target: Target;
  note: string;
};

/** Makes a figure of its rounds: medians, their ratio, and whether the target is met. Refuses empty rounds. */
export function figure({ name, unit, value, reference = [], target, note }: Measured): Figure {
  const own = median(value);
  const other = reference.length > 0 ? median(reference) : null;
  const ratio = other === null ? null : own / other;
  const judged = target.of === "ratio" ? ratio : own;
  const ok =
    judged !== null && judged >= (target.atLeast ?? -Infinity) && judged <= (target.atMost ?? Infinity);
  return {
    name,
    unit,
    value: own,
    reference: other,
    ratio,
    target,
    ok,
    rounds: { value, reference },
    note,
  };
}

/** The middle one, or the mean of the two in the middle. Refuses an empty list. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  const low = sorted[Math.ceil(middle) - 1];
  if (high === undefined || low === undefined) throw new Error("median of nothing");
  return (low + high) / 2;
}

/** The smallest value that at least `share` (0 to 1) of all are not above (nearest rank). Refuses an empty list. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error("percentile of nothing");
  return found;
}
