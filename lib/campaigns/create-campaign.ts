import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import type { CampaignState } from "./states";

export type NewCampaign = {
  slug: string;
  state: CampaignState;
  defaultLocale: Locale;
  startedAt: Date;
  actor: string;
  now: Date;
};

/** Makes a campaign without text or evidence. Takes an open transaction. Refuses a slug that is taken. */
export async function createCampaign(
  tx: Db,
  { actor, now, ...campaign }: NewCampaign,
): Promise<{ ok: true; id: string } | { ok: false; reason: "slug-taken" }> {
  const id = randomUUID();
  const { count } = await tx.campaign.createMany({
    data: [{ id, ...campaign, createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 0) return { ok: false, reason: "slug-taken" };
  const subject = { subjectType: "campaign", subjectId: id, campaignId: id };
  await tx.auditEntry.create({
    data: { at: now, actor, action: "create-campaign", ...subject, detail: { slug: campaign.slug } },
  });
  return { ok: true, id };
}
