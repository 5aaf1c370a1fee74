import { prisma } from "@/lib/db/prisma";
import { listDemands } from "@/lib/evidence/demand-queries";
import type { Door } from "@/lib/web/door";
import { answerPage, EVIDENCE_AGE } from "../../../answers";
import { listParameters, readParameters } from "../../../parameters";

/** GET /api/v1/campaigns/{slug}/demands */
export const demandsDoor: Door = async (request) => {
  const read = readParameters(request, listParameters);
  if (!read.ok) return read.refused;
  const page = await listDemands(prisma(), request.params.slug ?? "", read.values);
  return answerPage(request, page, "unknown-campaign", EVIDENCE_AGE);
};
