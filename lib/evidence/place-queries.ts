import { findCampaignId } from "@/lib/campaigns/queries";
import type { Db } from "@/lib/db/prisma";
import { timelineEventView } from "./composition-schema";
import { byKey, pageOf, startAfter } from "./list-pages";
import { CLAIM_PARTS, showClaim } from "./show-claim";
import { dateOf } from "./show-parts";
import type { ClaimView, Listed, PlaceTotals, TimelineEventView } from "./types";

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

/** The first events at any of some places, each as its documents name it (null: no place), by date; `limit` at most. */
export async function eventsOfPlaces(
  db: Db,
  campaignSlug: string,
  places: readonly (string | null)[],
  limit: number,
): Promise<Pick<TimelineEventView, "id" | "title" | "date">[]> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return [];
  const rows = await db.timelineEvent.findMany({
    where: { campaignId, OR: anyOf(places) },
    orderBy: [{ dateFrom: "asc" }, { position: "asc" }, { key: "asc" }],
    take: limit,
  });
  return rows.map((row) =>
    timelineEventView
      .pick({ id: true, title: true, date: true })
      .parse({ id: row.key, title: row.title, date: dateOf(row) }),
  );
}

function anyOf(places: readonly (string | null)[]): ({ place: { in: string[] } } | { place: null })[] {
  const named = { place: { in: places.filter((place) => place !== null) } };
  return places.includes(null) ? [named, { place: null }] : [named];
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
  const rows = await db.claim.findMany({
    where: { campaignId, AND: [start, { OR: anyOf(places) }] },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    take: limit + 1,
    include: CLAIM_PARTS,
  });
  return pageOf(rows, limit, (row) => showClaim(row, campaignSlug));
}
