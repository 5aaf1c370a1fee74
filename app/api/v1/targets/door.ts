import { prisma } from "@/lib/db/prisma";
import { listOfficePage } from "@/lib/letters/office-queries";
import type { Door } from "@/lib/web/door";
import { answerPage, EVIDENCE_AGE } from "../answers";
import { readParameters, refuseParameters, targetListParameters } from "../parameters";

/** GET /api/v1/targets */
export const targetsDoor: Door = async (request) => {
  const read = readParameters(request, targetListParameters);
  if (!read.ok) return read.refused;
  const page = await listOfficePage(prisma(), read.values, new Date());
  if (!page) return refuseParameters(request, ["campaign"]);
  return answerPage(request, page, "unknown-campaign", EVIDENCE_AGE);
};
