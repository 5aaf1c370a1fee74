import { findCampaignId } from "@/lib/campaigns/queries";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { byKey, pageOf, startAfter } from "./list-pages";
import { CLAIM_PARTS, showClaim } from "./show-claim";
import type { ClaimView, Listed, PlaceTotals } from "./types";

/**
 * The places that a campaign's claims and events speak of, as their documents name them, with how many do; null as
 * place where a claim or event names none. Null for an unknown campaign.
 */
export async function countPlaces(db: Db, campaignSlug: string): Promise<PlaceTotals[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const count = { where: { campaignId }, _count: true } as const;
  const [claims, events] = await Promise.all([
    db.claim.groupBy({ by: ["place"], ...count }),
    db.timelineEvent.groupBy({ by: ["place"], ...count }),
  ]);
  const eventsAt = new Map(events.map(({ place, _count }) => [place, _count]));
  const places = new Set([...claims, ...events].map(({ place }) => place));
  const claimsAt = new Map(claims.map(({ place, _count }) => [place, _count]));
  return [...places].map((place) => ({
    place,
    claims: claimsAt.get(place) ?? 0,
    events: eventsAt.get(place) ?? 0,
  }));
}

/**
 * One page of the claims that speak of any of some places, each as its documents name it (null: no place), in the order
 * of the import. Takes the key to go on after and 1 to 1,000 as limit; answers as `listClaims`.
 */
export async function claimsOfPlaces(
  db: Db,
  campaignSlug: string,
  places: readonly (string | null)[],
  { after, limit }: { after?: string; limit: number },
): Promise<Listed<ClaimView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const start = await startAfter(after, (key) => db.claim.findUnique(byKey(campaignId, key)));
  if (start === "unknown-after") return start;
  const named = places.filter((place) => place !== null);
  const anywhere: Prisma.ClaimWhereInput[] = [{ place: { in: named } }];
  if (places.includes(null)) anywhere.push({ place: null });
  const rows = await db.claim.findMany({
    where: { campaignId, AND: [start, { OR: anywhere }] },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: limit + 1,
    include: CLAIM_PARTS,
  });
  return pageOf(rows, limit, (row) => showClaim(row, campaignSlug));
}
