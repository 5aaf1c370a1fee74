import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ImportPlan } from "@/lib/campaigns/plan-import";
import type { Db } from "@/lib/db/prisma";
import { storeClaim } from "./store-claim";
import type { ClaimRow } from "./types";

export type Change = { campaignId: string; actor: string; reason: string; now: Date };
type Ids = ReadonlyMap<string, string>;

/** Writes planned claims, the revisions of those whose content changes, and the links of both. */
export async function writeClaims(tx: Db, change: Change, plan: ImportPlan<ClaimRow>): Promise<void> {
  const { campaignId } = change;
  const sources = await tx.source.findMany({ where: { campaignId }, select: { id: true, key: true } });
  const sourceIds: Ids = new Map(sources.map(({ key, id }) => [key, id]));
  await createClaims(tx, campaignId, plan.created, sourceIds);
  const claims = await tx.claim.findMany({ where: { campaignId }, select: { id: true, key: true } });
  const claimIds: Ids = new Map(claims.map(({ key, id }) => [key, id]));
  for (const { before, after } of plan.changed) {
    await reviseClaim(tx, change, { before, after }, idOf(claimIds, after.id), idOf(sourceIds, after.source));
  }
  await writeLinks(tx, plan, claimIds);
}

async function createClaims(
  tx: Db,
  campaignId: string,
  rows: readonly ClaimRow[],
  sourceIds: Ids,
): Promise<void> {
  const last = await tx.claim.aggregate({ where: { campaignId }, _max: { position: true } });
  const first = (last._max.position ?? 0) + 1;
  await tx.claim.createMany({
    data: rows.map((row, index) => ({
      id: randomUUID(),
      campaignId,
      position: first + index,
      sourceId: idOf(sourceIds, row.source),
      ...storeClaim(row),
    })),
  });
}

/** A link to another claim is not what a claim says: when only links change, there is no revision. */
async function reviseClaim(
  tx: Db,
  { actor, reason, now }: Change,
  { before, after }: { before: ClaimRow; after: ClaimRow },
  claimId: string,
  sourceId: string,
): Promise<void> {
  if (isDeepStrictEqual(contentOf(before), contentOf(after))) return;
  await tx.claimRevision.create({
    data: { id: randomUUID(), claimId, at: now, actor, reason, before, statement: before.statement },
  });
  await tx.claim.update({ where: { id: claimId }, data: { ...storeClaim(after), sourceId } });
}

async function writeLinks(tx: Db, { created, changed }: ImportPlan<ClaimRow>, ids: Ids): Promise<void> {
  const stale = { claimId: { in: changed.map(({ after }) => idOf(ids, after.id)) } };
  await tx.claimConflict.deleteMany({ where: stale });
  await tx.claimRelation.deleteMany({ where: stale });
  const rows = [...created, ...changed.map(({ after }) => after)];
  await tx.claimConflict.createMany({
    data: rows.flatMap(({ id, conflicts }) =>
      conflicts.map(({ claim, note }) => ({ claimId: idOf(ids, id), otherId: idOf(ids, claim), note })),
    ),
  });
  await tx.claimRelation.createMany({
    data: rows.flatMap(({ id, related }) =>
      related.map((other) => ({ claimId: idOf(ids, id), otherId: idOf(ids, other) })),
    ),
  });
}

function contentOf({
  conflicts: _conflicts,
  related: _related,
  ...content
}: ClaimRow): Omit<ClaimRow, "conflicts" | "related"> {
  return content;
}

function idOf(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`no id for "${key}", which the checks should have refused`);
  return id;
}
