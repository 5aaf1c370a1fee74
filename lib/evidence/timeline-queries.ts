import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Db } from "@/lib/db/prisma";
import { officialActionView, timelineEventView } from "./composition-schema";
import { linkable } from "./link-addresses";
import { pageOf } from "./list-pages";
import { CITED, citedKeys, dateOf } from "./show-parts";
import type { Listed, OfficialActionView, TimelineEventView, Track } from "./types";

export type TimelineFilter = { track?: Track; kind?: string; after?: string; from?: string; limit: number };

const BY_DATE = [{ dateFrom: "asc" }, { position: "asc" }, { key: "asc" }] as const;

/**
 * One page of a campaign's timeline, by date. Takes a track, a kind, the key to go on after or that to begin
 * with (`from`), and 1 to 1,000 as limit. Returns null for an unknown campaign, "unknown-after" where neither is an
 * event of it.
 */
export async function listTimeline(
  db: Db,
  campaignSlug: string,
  { track, kind, after, from, limit }: TimelineFilter,
): Promise<Listed<TimelineEventView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const start = await startAfterEvent(db, campaignId, after ?? from, after === undefined ? "gte" : "gt");
  if (start === "unknown-after") return start;
  const rows = await db.timelineEvent.findMany({
    where: { campaignId, track, kind, AND: [start] },
    orderBy: [...BY_DATE],
    take: limit + 1,
    include: { claims: CITED },
  });
  const link = await linkable(
    db,
    campaignId,
    rows.map(({ sourceUrl }) => sourceUrl),
  );
  return pageOf(rows, limit, (row) =>
    timelineEventView.parse({
      ...{ ...row, id: row.key, date: dateOf(row) },
      ...{ claims: citedKeys(row.claims), link: link(row.sourceUrl) },
    }),
  );
}

/** An imported event has a date to sort by; position and key break ties, so no row is lost or repeated. */
async function startAfterEvent(db: Db, campaignId: string, after: string | undefined, beyond: "gt" | "gte") {
  if (after === undefined) return {};
  const last = KEY.test(after)
    ? await db.timelineEvent.findUnique({ where: { campaignId_key: { campaignId, key: after } } })
    : null;
  if (!last) return "unknown-after" as const;
  const { dateFrom, position, key } = last;
  return {
    OR: [
      { dateFrom: { gt: dateFrom ?? "" } },
      { dateFrom, position: { gt: position } },
      { dateFrom, position, key: { [beyond]: key } },
    ],
  };
}

/** The kinds of events a timeline has, with how many there are, most first; null for an unknown campaign. */
export async function timelineKinds(
  db: Db,
  campaignSlug: string,
): Promise<{ kind: string; count: number }[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const groups = await db.timelineEvent.groupBy({ by: ["kind"], where: { campaignId }, _count: true });
  return groups
    .map(({ kind, _count: count }) => ({ kind, count }))
    .toSorted((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

/** What parliaments, governments and UN bodies did, by date (the first 1,000); null for an unknown campaign. */
export async function listOfficialActions(
  db: Db,
  campaignSlug: string,
): Promise<OfficialActionView[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const rows = await db.officialAction.findMany({
    where: { campaignId },
    orderBy: [...BY_DATE],
    take: 1_000,
    include: { claims: CITED },
  });
  const link = await linkable(
    db,
    campaignId,
    rows.map(({ sourceUrl }) => sourceUrl),
  );
  return rows.map((row) =>
    officialActionView.parse({
      ...{ ...row, id: row.key, date: dateOf(row) },
      ...{ claims: citedKeys(row.claims), link: link(row.sourceUrl) },
    }),
  );
}
