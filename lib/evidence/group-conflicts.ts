import { isDeepStrictEqual } from "node:util";
import type { Db } from "@/lib/db/prisma";
import { upsert } from "./write-rows";

/** Claims that disagree, directly or through others: their keys in order, and the first one's key and position. */
type Group = { key: string; position: number; claims: string[] };

/** Keeps which claims stand in one group, from the conflicts as they are now; writes only what does not fit them. */
export async function keepGroups(tx: Db, campaignId: string): Promise<void> {
  const { wrong, missing } = await compareGroups(tx, campaignId);
  await tx.$executeRaw`
    DELETE FROM conflict_group WHERE campaign_id = ${campaignId}::uuid AND key = ANY (${wrong}::text[])`;
  await upsert(tx, "conflict_group", missing, (group) => ({ campaign_id: campaignId, ...group }));
}

/** Keys of the groups that are kept and do not fit the conflicts, and the groups that should be kept and are not. */
export async function compareGroups(
  db: Db,
  campaignId: string,
): Promise<{ wrong: string[]; missing: Group[] }> {
  const right = groupsOf(await readSides(db, campaignId));
  const kept = await db.conflictGroup.findMany({
    where: { campaignId },
    select: { key: true, position: true, claims: true },
  });
  return { wrong: without(kept, right).map(({ key }) => key), missing: without(right, kept) };
}

function without(groups: readonly Group[], others: readonly Group[]): Group[] {
  const byKey = new Map(others.map((group) => [group.key, group]));
  return groups.filter((group) => !isDeepStrictEqual(byKey.get(group.key), group));
}

/** A claim that disagrees, with those that it names. */
type Side = { key: string; position: number; others: string[] };

async function readSides(db: Db, campaignId: string): Promise<Side[]> {
  return await db.$queryRaw<Side[]>`
    SELECT a.key, a.position, array_agg(b.key) AS others
    FROM claim a JOIN claim_conflict l ON l.claim_id = a.id JOIN claim b ON b.id = l.other_id
    WHERE a.campaign_id = ${campaignId}::uuid GROUP BY a.id ORDER BY a.position, a.key`;
}

/** In their order, each claim that stands in no group yet begins one with all that it reaches. */
function groupsOf(sides: readonly Side[]): Group[] {
  const placed = new Map(sides.map((side, place) => [side.key, { ...side, place }]));
  const grouped = new Set<string>();
  return sides.flatMap(({ key, position }) => {
    if (grouped.has(key)) return [];
    const claims = new Set([key]);
    for (const claim of claims)
      for (const other of placed.get(claim)?.others ?? []) if (!grouped.has(other)) claims.add(other);
    for (const claim of claims) grouped.add(claim);
    const placeOf = (claim: string) => placed.get(claim)?.place ?? sides.length;
    return [{ key, position, claims: [...claims].toSorted((a, b) => placeOf(a) - placeOf(b)) }];
  });
}
