import type { Db } from "@/lib/db/prisma";
import { unstoreClaim } from "./store-claim";
import type { ClaimRow } from "./types";

/** A campaign's claims as files would bring them. One query after the other: a transaction has one connection. */
export async function readStoredClaims(tx: Db, campaignId: string): Promise<ClaimRow[]> {
  const claims = await tx.claim.findMany({
    where: { campaignId },
    include: { source: { select: { key: true } } },
  });
  const of = { where: { claim: { campaignId } } };
  const conflicts = groupByClaim(await tx.claimConflict.findMany(of));
  const related = groupByClaim(await tx.claimRelation.findMany(of));
  const keys = new Map(claims.map(({ id, key }) => [id, key]));
  const link = <T extends { otherId: string }>(row: T) => ({
    ...row,
    other: { key: keys.get(row.otherId) ?? "" },
  });
  return claims.map((row) =>
    unstoreClaim({
      ...row,
      conflicts: (conflicts.get(row.id) ?? []).map(link),
      related: (related.get(row.id) ?? []).map(link),
    }),
  );
}

function groupByClaim<T extends { claimId: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.claimId, [...(groups.get(row.claimId) ?? []), row]);
  return groups;
}
