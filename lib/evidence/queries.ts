import { findCampaign, findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { byKey, pageOf, startAfter } from "./list-pages";
import { VERDICTS } from "./schema";
import { CLAIM_PARTS, showClaim } from "./show-claim";
import { showSources } from "./show-source";
import type {
  CampaignWithEvidence,
  ClaimFilter,
  ClaimView,
  Listed,
  SourceView,
  VerdictTotals,
} from "./types";

/** A campaign with its key claims in the organizers' order and its totals; null where nobody may see one. */
export async function findCampaignWithEvidence(
  db: Db,
  slug: string,
  locale: Locale,
): Promise<CampaignWithEvidence | null> {
  const campaign = await findCampaign(db, slug, locale);
  const campaignId = campaign && (await findCampaignId(db, slug));
  if (!campaign || !campaignId) return null;
  const [keyClaims, sourceTotal, verdictTotals] = await Promise.all([
    claimsByKeys(db, slug, campaign.keyClaims),
    db.source.count({ where: { campaignId } }),
    countVerdicts(db, campaignId),
  ]);
  const claimTotal = Object.values(verdictTotals).reduce((sum, part) => sum + part, 0);
  return { ...campaign, keyClaims, claimTotal, sourceTotal, verdictTotals };
}

/**
 * One page of a campaign's claims in the order of the import. Takes a topic, a source's key, the key to go on
 * after and 1 to 1,000 as limit. Returns null for an unknown campaign, "unknown-after" where `after` names no claim of it.
 */
export async function listClaims(
  db: Db,
  campaignSlug: string,
  filter: ClaimFilter,
): Promise<Listed<ClaimView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const start = await startAfter(filter.after, (key) => db.claim.findUnique(byKey(campaignId, key)));
  if (start === "unknown-after") return start;
  const rows = await db.claim.findMany({
    where: { campaignId, topic: filter.topic, source: ofSource(campaignId, filter.source), AND: [start] },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: filter.limit + 1,
    include: CLAIM_PARTS,
  });
  return pageOf(rows, filter.limit, (row) => showClaim(row, campaignSlug));
}

function ofSource(campaignId: string, key: string | undefined) {
  return key === undefined ? undefined : { campaignId, key };
}

/** One claim by its key, or null. Takes any strings. */
export async function findClaim(db: Db, campaignSlug: string, key: string): Promise<ClaimView | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(key)) return null;
  const row = await db.claim.findUnique({ ...byKey(campaignId, key), include: CLAIM_PARTS });
  return row && showClaim(row, campaignSlug);
}

/** Claims in the order of the given keys; keys that are no claim of the campaign are left out. */
export async function claimsByKeys(
  db: Db,
  campaignSlug: string,
  keys: readonly string[],
): Promise<ClaimView[]> {
  const id = await findCampaignId(db, campaignSlug);
  return id ? await claimsOfCampaign(db, { id, slug: campaignSlug }, keys) : [];
}

/** … of a campaign that the caller may see, also before it is public. */
export async function claimsOfCampaign(
  db: Db,
  { id: campaignId, slug }: { id: string; slug: string },
  keys: readonly string[],
): Promise<ClaimView[]> {
  if (keys.length === 0) return [];
  const rows = await db.claim.findMany({
    where: { campaignId, key: { in: [...keys] } },
    include: CLAIM_PARTS,
  });
  const views = new Map(rows.map((row) => [row.key, showClaim(row, slug)]));
  return keys.flatMap((key) => views.get(key) ?? []);
}

/** One page of a campaign's sources in the order of the import; as `listClaims`. */
export async function listSources(
  db: Db,
  campaignSlug: string,
  { after, limit }: { after?: string; limit: number },
): Promise<Listed<SourceView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const start = await startAfter(after, (key) => db.source.findUnique(byKey(campaignId, key)));
  if (start === "unknown-after") return start;
  const rows = await db.source.findMany({
    where: { campaignId, AND: [start] },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => row);
  return { ...page, items: await showSources(db, campaignSlug, page.items) };
}

/** One source by its key, or null. Takes any strings. */
export async function findSource(db: Db, campaignSlug: string, key: string): Promise<SourceView | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(key)) return null;
  const row = await db.source.findUnique(byKey(campaignId, key));
  const [source = null] = row ? await showSources(db, campaignSlug, [row]) : [];
  return source;
}

/** One page of the claims that rest on a source, in the order of the import; null also for an unknown source. */
export async function claimsOfSource(
  db: Db,
  campaignSlug: string,
  sourceKey: string,
  { after, limit }: { after?: string; limit: number },
): Promise<Listed<ClaimView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(sourceKey)) return null;
  const source = await db.source.findUnique({ ...byKey(campaignId, sourceKey), select: { id: true } });
  if (!source) return null;
  const start = await startAfter(after, (key) => db.claim.findUnique(byKey(campaignId, key)));
  if (start === "unknown-after") return start;
  const rows = await db.claim.findMany({
    where: { sourceId: source.id, AND: [start] },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: limit + 1,
    include: CLAIM_PARTS,
  });
  return pageOf(rows, limit, (row) => showClaim(row, campaignSlug));
}

async function countVerdicts(db: Db, campaignId: string): Promise<VerdictTotals> {
  const groups = await db.claim.groupBy({ by: ["verdictLabel"], where: { campaignId }, _count: true });
  const found = new Map(groups.map((group) => [group.verdictLabel, group._count]));
  return Object.fromEntries(VERDICTS.map((label) => [label, found.get(label) ?? 0])) as VerdictTotals;
}
