import type { Db } from "@/lib/db/prisma";
import { gateOf } from "./office-queries";

export type KnownTarget = {
  id: string;
  key: string;
  campaignId: string;
  kind: string;
  website: string | null;
  timeZone: string;
  /** Key of the pace of the address that the newest check gives; null where it gives none. */
  gate: string | null;
};

/** A target of any campaign, drafts too, as those who look after its letters need it. Null where there is none. */
export async function findTarget(db: Db, campaign: string, key: string): Promise<KnownTarget | null> {
  const row = await db.target.findFirst({
    where: { key, campaign: { slug: campaign } },
    include: { checks: { orderBy: [{ checkedAt: "desc" }, { id: "desc" }], take: 1 } },
  });
  if (!row) return null;
  const { id, campaignId, kind, website, timeZone, checks } = row;
  return { id, key, campaignId, kind, website, timeZone, gate: gateOf(checks[0]?.email ?? null) };
}
