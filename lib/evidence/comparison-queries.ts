import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { CLAIM_PARTS, showClaim } from "./show-claim";
import type { ComparisonView, ConflictGroup, Listed } from "./types";

const ANSWERS = {
  claims: { orderBy: { position: "asc" }, include: { claim: { include: CLAIM_PARTS } } },
} satisfies Prisma.ComparisonInclude;

/** The questions to which claims give different answers, in their order (the first 1,000); null for an unknown campaign. */
export async function listComparisons(db: Db, campaignSlug: string): Promise<ComparisonView[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  return campaignId === null ? null : await showComparisons(db, campaignSlug, { campaignId });
}

/** The questions that a claim answers. Takes any strings. */
export async function comparisonsOfClaim(
  db: Db,
  campaignSlug: string,
  claim: string,
): Promise<ComparisonView[]> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(claim)) return [];
  const answered = { some: { claim: { campaignId, key: claim } } };
  return await showComparisons(db, campaignSlug, { campaignId, claims: answered });
}

async function showComparisons(
  db: Db,
  campaignSlug: string,
  where: Prisma.ComparisonWhereInput,
): Promise<ComparisonView[]> {
  const rows = await db.comparison.findMany({
    where,
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: 1_000,
    include: ANSWERS,
  });
  return rows.map(({ key: id, title, note, unit, claims }) => ({
    ...{ id, title, note, unit },
    answers: claims.map(({ claim: row, valueNumber }) => {
      const claim = showClaim(row, campaignSlug);
      const value = valueNumber === null ? null : (claim.values[valueNumber - 1] ?? null);
      return { claim, value };
    }),
  }));
}

/**
 * One page of the groups of claims that disagree, each named by its first claim, in the order of the import. Claims
 * that disagree only through others stand in one group. Takes the name of the group to go on after and 1 to 1,000 as
 * limit. Returns null for an unknown campaign, "unknown-after" where `after` names no group.
 */
export async function listConflicts(
  db: Db,
  campaignSlug: string,
  { after, limit }: { after?: string; limit: number },
): Promise<Listed<ConflictGroup>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const groups = groupsOf(await conflictPairs(db, campaignId));
  const start = after === undefined ? 0 : groups.findIndex(([first]) => first === after) + 1;
  if (after !== undefined && start === 0) return "unknown-after";
  const shown = groups.slice(start, start + limit);
  const items = await showGroups(db, campaignSlug, campaignId, shown);
  const isLast = start + limit >= groups.length;
  return { items, next: isLast ? null : (shown.at(-1)?.[0] ?? null) };
}

type Pair = { claim: string; other: string };

async function conflictPairs(db: Db, campaignId: string): Promise<Pair[]> {
  return await db.$queryRaw<Pair[]>`
    SELECT a.key AS claim, b.key AS other
    FROM claim_conflict l JOIN claim a ON a.id = l.claim_id JOIN claim b ON b.id = l.other_id
    WHERE a.campaign_id = ${campaignId}::uuid ORDER BY a.position, a.key, b.position, b.key`;
}

/** Pairs in order become groups in order: each claim joins the group of whatever it is reached from. */
function groupsOf(pairs: readonly Pair[]): string[][] {
  const others = new Map<string, string[]>();
  for (const { claim, other } of pairs) {
    const known = others.get(claim);
    if (known) known.push(other);
    else others.set(claim, [other]);
  }
  const seen = new Set<string>();
  const order = new Map([...others.keys()].map((key, index) => [key, index]));
  return [...others.keys()].flatMap((first) => {
    if (seen.has(first)) return [];
    const group = [first];
    seen.add(first);
    for (const claim of group)
      for (const other of others.get(claim) ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          group.push(other);
        }
    return [group.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))];
  });
}

async function showGroups(
  db: Db,
  campaignSlug: string,
  campaignId: string,
  groups: readonly string[][],
): Promise<ConflictGroup[]> {
  const rows = await db.claim.findMany({
    where: { campaignId, key: { in: groups.flat() } },
    include: { ...CLAIM_PARTS, comparisons: { select: { comparison: { select: { key: true } } } } },
  });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return groups.map((keys) => {
    const members = keys.flatMap((key) => byKey.get(key) ?? []);
    const compared = members.flatMap(({ comparisons }) =>
      comparisons.map(({ comparison }) => comparison.key),
    );
    return {
      id: keys[0] ?? "",
      claims: members.map((row) => showClaim(row, campaignSlug)),
      comparisons: [...new Set(compared)],
    };
  });
}
