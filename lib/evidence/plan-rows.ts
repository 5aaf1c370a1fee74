import { isDeepStrictEqual } from "node:util";
import type { Db } from "@/lib/db/prisma";
import { keyOf, type Row, type RowKind } from "./row-kinds";
import { CHUNK, readRows } from "./stored-rows";

/** A row that differs from what is stored under its key, with the fields in which it does. */
export type ChangedRow = { before: Row; after: Row; fields: string[]; id: string; position: number };

/** What a file brings, against what is stored; rows that the file does not name stay as they are. */
export type PlannedRows = { created: Row[]; changed: ChangedRow[]; unchanged: number };

/** Compares the rows of a file with those stored under the same keys, a chunk at a time. */
export async function planRows(
  tx: Db,
  kind: RowKind,
  campaignId: string,
  incoming: readonly Row[],
): Promise<PlannedRows> {
  const plan: PlannedRows = { created: [], changed: [], unchanged: 0 };
  for (let start = 0; start < incoming.length; start += CHUNK) {
    const chunk = incoming.slice(start, start + CHUNK).map((row) => inOneOrder(kind, row));
    const keys = chunk.map((row) => keyOf(kind, row));
    const stored = await readRows(tx, kind, campaignId, keys);
    for (const after of chunk) {
      const found = stored.get(keyOf(kind, after));
      if (!found) plan.created.push(after);
      else if (isDeepStrictEqual(found.row, after)) plan.unchanged += 1;
      else plan.changed.push(changeOf(found, after));
    }
  }
  return plan;
}

function changeOf({ id, position, row: before }: { id: string; position: number; row: Row }, after: Row) {
  return { before, after, fields: changedFields(before, after), id, position };
}

/** Where the order of links means nothing, rows that differ in it only are the same. */
function inOneOrder({ links }: RowKind, row: Row): Row {
  const sorted = links
    .filter(({ ordered }) => !ordered)
    .map(({ field }) => [field, (row[field] as readonly unknown[]).toSorted(byKey)] as const);
  return { ...row, ...Object.fromEntries(sorted) };
}

function byKey(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((item) => (isObject(item) ? String(item.claim) : String(item)));
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** The fields in which two rows differ; one level into objects, such as `verdict.label`. */
function changedFields(before: Row, after: Row): string[] {
  return Object.keys(after).flatMap((field) => {
    const [old, now] = [before[field], after[field]];
    if (isDeepStrictEqual(old, now)) return [];
    if (!isObject(old) || !isObject(now)) return [field];
    const parts = new Set([...Object.keys(old), ...Object.keys(now)]);
    return [...parts]
      .filter((part) => !isDeepStrictEqual(old[part], now[part]))
      .map((part) => `${field}.${part}`);
  });
}

function isObject(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
