import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { byKey, pageOf, startAfter } from "./list-pages";
import { CLAIM_PARTS, showClaim } from "./show-claim";
import type { ComparisonView, ConflictGroup, Listed } from "./types";

const ANSWERS = {
  claims: { orderBy: { position: "asc" }, include: { claim: { include: CLAIM_PARTS } } },
} satisfies Prisma.ComparisonInclude;

const COMPARED = { select: { key: true, title: true, position: true } } as const;

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
  const start = await startAfter(after, (key) => db.conflictGroup.findUnique(byKey(campaignId, key)));
  if (start === "unknown-after") return start;
  const rows = await db.conflictGroup.findMany({
    where: { campaignId, AND: [start] },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => row.claims);
  return { ...page, items: await showGroups(db, campaignSlug, campaignId, page.items) };
}

async function showGroups(
  db: Db,
  campaignSlug: string,
  campaignId: string,
  groups: readonly string[][],
): Promise<ConflictGroup[]> {
  const rows = await db.claim.findMany({
    where: { campaignId, key: { in: groups.flat() } },
    include: { ...CLAIM_PARTS, comparisons: { select: { comparison: COMPARED } } },
  });
  const claims = new Map(rows.map((row) => [row.key, row]));
  return groups.map((keys) => {
    const members = keys.flatMap((key) => claims.get(key) ?? []);
    const compared = members.flatMap(({ comparisons }) => comparisons);
    const questions = new Map(compared.map(({ comparison }) => [comparison.key, comparison]));
    return {
      id: keys[0] ?? "",
      claims: members.map((row) => showClaim(row, campaignSlug)),
      comparisons: [...questions.values()]
        .toSorted((a, b) => a.position - b.position)
        .map(({ key: id, title }) => ({ id, title })),
    };
  });
}
