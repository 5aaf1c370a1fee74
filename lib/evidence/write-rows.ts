import { randomUUID } from "node:crypto";
import { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { PlannedRows } from "./plan-rows";
import { type SourceIds, toColumns } from "./row-columns";
import { CLAIMS, keyOf, type LinkTable, linksOf, type Row, type RowKind } from "./row-kinds";
import { CHUNK, readIds } from "./stored-rows";

type Ids = ReadonlyMap<string, string>;

/** What rows may name, by key. */
export type NamedIds = { sources: SourceIds; targets: Ids };

/**
 * Writes planned rows of a kind and their links, in sets: a statement for every `CHUNK` rows. New rows go to the end
 * of the campaign's list, in the order of the file; changed ones keep their place.
 */
export async function writeRows(
  tx: Db,
  kind: RowKind,
  campaignId: string,
  plan: PlannedRows,
  named: NamedIds,
): Promise<void> {
  if (plan.created.length + plan.changed.length === 0) return;
  const last = await lastPosition(tx, kind, campaignId);
  const created = plan.created.map((row, index) => ({ row, id: randomUUID(), position: last + index + 1 }));
  const changed = plan.changed.map(({ after, id, position }) => ({ row: after, id, position }));
  const placed = [...created, ...changed];
  await upsert(tx, kind.table, placed, ({ row, id, position }) => ({
    ...{ id, campaign_id: campaignId, position },
    ...toColumns(kind, row, named.sources),
  }));
  const claimIds =
    kind.links.length === 0 ? new Map() : await readIds(tx, CLAIMS.table, CLAIMS.key.column, campaignId);
  for (const link of kind.links) {
    const relinked = new Set(
      plan.changed.flatMap(({ id, fields }) => (fields.includes(link.field) ? id : [])),
    );
    await deleteLinks(tx, link, [...relinked]);
    const linking = [...created, ...changed.filter(({ id }) => relinked.has(id))];
    const ids = link.to === "claim" ? claimIds : named.targets;
    await upsert(tx, link.table, linkRows(linking, link, ids), (row) => row);
  }
}

async function lastPosition(tx: Db, { table }: RowKind, campaignId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    SELECT coalesce(max(position), 0) AS last FROM ${Prisma.raw(`"${table}"`)}
    WHERE campaign_id = ${campaignId}::uuid`;
  return row?.last ?? 0;
}

async function deleteLinks(tx: Db, { table, owner }: LinkTable, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += CHUNK) {
    await tx.$executeRaw`
      DELETE FROM ${Prisma.raw(`"${table}"`)}
      WHERE ${Prisma.raw(`"${owner}"`)} = ANY (${ids.slice(start, start + CHUNK)}::uuid[])`;
  }
}

function linkRows(placed: readonly { row: Row; id: string }[], link: LinkTable, ids: Ids): Row[] {
  return placed.flatMap(({ row, id }) =>
    linksOf(row, link).map(({ key, item }, index) => ({
      [link.owner]: id,
      [link.other]: idOf(ids, key),
      ...(link.ordered ? { position: index + 1 } : {}),
      ...(link.extra && typeof item !== "string" ? { [link.extra.column]: item[link.extra.field] } : {}),
    })),
  );
}

/**
 * Inserts rows, or rewrites those whose id is there. The table's own row type reads the values, so lists and JSON need
 * no words here; only the columns that the first row names are written.
 */
export async function upsert<T>(
  tx: Db,
  table: string,
  rows: readonly T[],
  columnsOf: (row: T) => Row,
): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK).map(columnsOf);
    const names = Object.keys(chunk[0] ?? {});
    const columns = names.map((name) => `"${name}"`).join(", ");
    const rewritten = names.filter((name) => name !== "id").map((name) => `"${name}" = EXCLUDED."${name}"`);
    const again = names.includes("id") ? `ON CONFLICT (id) DO UPDATE SET ${rewritten.join(", ")}` : "";
    await tx.$executeRaw`
      INSERT INTO ${Prisma.raw(`"${table}" (${columns})`)}
      SELECT ${Prisma.raw(columns)}
      FROM json_populate_recordset(${Prisma.raw(`NULL::"${table}"`)}, ${JSON.stringify(chunk)}::json)
      ${Prisma.raw(again)}`;
  }
}

/** Keys of the rows that a plan creates or changes. */
export function touchedKeys(kind: RowKind, { created, changed }: PlannedRows): string[] {
  return [...created, ...changed.map(({ after }) => after)].map((row) => keyOf(kind, row));
}

function idOf(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`no id for "${key}", which the checks should have refused`);
  return id;
}
