import { listCampaignPage } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import type { Door } from "@/lib/web/door";
import { answerPage, COUNT_AGE } from "../answers";
import { campaignListParameters, readParameters } from "../parameters";

/** GET /api/v1/campaigns */
export const campaignsDoor: Door = async (request) => {
  const read = readParameters(request, campaignListParameters);
  if (!read.ok) return read.refused;
  const { locale, ...window } = read.values;
  return answerPage(request, await listCampaignPage(prisma(), locale, window), "unknown-campaign", COUNT_AGE);
};
