import { findCampaignId } from "@/lib/campaigns/queries";
import type { Db } from "@/lib/db/prisma";
import { demandView, reportedPlanView } from "./composition-schema";
import { byKey, pageOf, startAfter } from "./list-pages";
import { CITED, citedKeys, dateOf, NAMED_SOURCE } from "./show-parts";
import type { DemandView, Listed, ReportedPlanView } from "./types";

const BY_POSITION = [{ position: "asc" }, { key: "asc" }] as const;
const PARTS = { claims: CITED, source: NAMED_SOURCE } as const;

/** One page of who asks what of whom, in the order of the import; as `listTimeline`. */
export async function listDemands(
  db: Db,
  campaignSlug: string,
  { after, from, limit }: { after?: string; from?: string; limit: number },
): Promise<Listed<DemandView>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const start = await startAfter(
    after ?? from,
    (key) => db.demand.findUnique(byKey(campaignId, key)),
    after === undefined ? "gte" : "gt",
  );
  if (start === "unknown-after") return start;
  const rows = await db.demand.findMany({
    where: { campaignId, AND: [start] },
    orderBy: [...BY_POSITION],
    take: limit + 1,
    include: PARTS,
  });
  return pageOf(rows, limit, (row) =>
    demandView.parse({
      ...{ ...row, id: row.key, date: dateOf(row) },
      ...{ source: { id: row.source.key, title: row.source.title }, claims: citedKeys(row.claims) },
    }),
  );
}

/** Plans that are ascribed to governments (the first 1,000); null for an unknown campaign. */
export async function listReportedPlans(db: Db, campaignSlug: string): Promise<ReportedPlanView[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const rows = await db.reportedPlan.findMany({
    where: { campaignId },
    orderBy: [...BY_POSITION],
    take: 1_000,
    include: PARTS,
  });
  return rows.map((row) =>
    reportedPlanView.parse({
      ...{ ...row, id: row.key, date: dateOf(row) },
      ...{ source: { id: row.source.key, title: row.source.title }, claims: citedKeys(row.claims) },
    }),
  );
}
