import { prisma } from "@/lib/db/prisma";
import { findCampaignWithEvidence } from "@/lib/evidence/queries";
import type { Door } from "@/lib/web/door";
import { answerOne, COUNT_AGE, withAddress } from "../../answers";
import { readParameters, textParameters } from "../../parameters";

/** GET /api/v1/campaigns/{slug} */
export const campaignDoor: Door = async (request) => {
  const read = readParameters(request, textParameters);
  if (!read.ok) return read.refused;
  const found = await findCampaignWithEvidence(prisma(), request.params.slug ?? "", read.values.locale);
  const shown = found && { ...found, keyClaims: found.keyClaims.map(withAddress) };
  return answerOne(request, shown, "unknown-campaign", COUNT_AGE);
};
