import { isDeepStrictEqual } from "node:util";
import type { ImportCounts } from "./types";

export type ImportPlan<T> = { created: T[]; changed: { before: T; after: T }[]; unchanged: number };

/** Compares what a file brings with what is stored under the same keys; what the file does not name stays as it is. */
export function planImport<T extends { id: string }>(
  stored: ReadonlyMap<string, T>,
  incoming: readonly T[],
): ImportPlan<T> {
  const plan: ImportPlan<T> = { created: [], changed: [], unchanged: 0 };
  for (const after of incoming) {
    const before = stored.get(after.id);
    if (!before) plan.created.push(after);
    else if (isDeepStrictEqual(before, after)) plan.unchanged += 1;
    else plan.changed.push({ before, after });
  }
  return plan;
}

export function countPlan({ created, changed, unchanged }: ImportPlan<unknown>): ImportCounts {
  return { created: created.length, changed: changed.length, unchanged };
}
