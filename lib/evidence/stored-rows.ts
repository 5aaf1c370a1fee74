import { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { fromColumns } from "./row-columns";
import { keyOf, type LinkTable, type Row, type RowKind } from "./row-kinds";

/** A row that is in the database: as a file would bring it, with its id and place in the campaign's list. */
export type StoredRow = { id: string; position: number; row: Row };

/** How many rows one statement reads or writes: large enough for few statements, small enough for the memory. */
export const CHUNK = 2_000;

/** Ids of all rows of a table in a campaign, by key. */
export async function readIds(tx: Db, table: string, column: string, campaignId: string) {
  const rows = await tx.$queryRaw<{ id: string; key: string }[]>`
    SELECT id, ${Prisma.raw(`"${column}"::text`)} AS key FROM ${Prisma.raw(`"${table}"`)}
    WHERE campaign_id = ${campaignId}::uuid`;
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** Rows with these keys, as files would bring them, by key. Takes at most `CHUNK` keys. */
export async function readRows(
  tx: Db,
  kind: RowKind,
  campaignId: string,
  keys: readonly string[],
): Promise<Map<string, StoredRow>> {
  const rows = await readStored(
    tx,
    kind,
    Prisma.sql`t.campaign_id = ${campaignId}::uuid AND ${keyColumn(kind)} = ANY (${keys}::text[])`,
  );
  return new Map(rows.map((stored) => [keyOf(kind, stored.row), stored]));
}

/** All rows of a kind in their order, a chunk at a time. */
export async function* eachRow(tx: Db, kind: RowKind, campaignId: string): AsyncGenerator<StoredRow[]> {
  let after: { position: number; id: string } | undefined;
  for (;;) {
    const start = after
      ? Prisma.sql`AND (t.position, t.id) > (${after.position}, ${after.id}::uuid)`
      : Prisma.empty;
    const rows = await readStored(
      tx,
      kind,
      Prisma.sql`t.campaign_id = ${campaignId}::uuid ${start} ORDER BY t.position, t.id LIMIT ${CHUNK}`,
    );
    if (rows.length > 0) yield rows;
    after = rows.at(-1);
    if (rows.length < CHUNK) return;
  }
}

async function readStored(tx: Db, kind: RowKind, condition: Prisma.Sql): Promise<StoredRow[]> {
  const rows = await tx.$queryRaw<{ stored: Row & { id: string; position: number } }[]>`
    SELECT to_jsonb(t) || jsonb_build_object(${Prisma.raw([...sourceKey(kind), ...kind.links.map(linked)].join())})
      AS stored
    FROM ${Prisma.raw(`"${kind.table}"`)} t WHERE ${condition}`;
  return rows.map(({ stored }) => ({
    id: stored.id,
    position: stored.position,
    row: fromColumns(kind, stored),
  }));
}

function keyColumn({ key }: RowKind): Prisma.Sql {
  return Prisma.raw(key.column === "key" ? `t.key` : `t."${key.column}"::text`);
}

function sourceKey({ schema }: RowKind): string[] {
  return "source" in schema.shape ? ["'source', (SELECT key FROM source WHERE id = t.source_id)"] : [];
}

/** The links of a row in their order, as files bring them; where it means nothing, by key, which never changes. */
function linked({ field, table, owner, other, to, ordered, extra }: LinkTable): string {
  const item = extra
    ? `jsonb_build_object('claim', o.key, '${extra.field}', l."${extra.column}")`
    : "to_jsonb(o.key)";
  const order = ordered ? "l.position" : `o.key COLLATE "C"`;
  return `'${field}', coalesce((SELECT jsonb_agg(${item} ORDER BY ${order})
    FROM "${table}" l JOIN "${to}" o ON o.id = l."${other}" WHERE l."${owner}" = t.id), '[]')`;
}
