import { prisma } from "@/lib/db/prisma";
import { listTimeline } from "@/lib/evidence/timeline-queries";
import type { Door } from "@/lib/web/door";
import { answerPage, EVIDENCE_AGE } from "../../../answers";
import { readParameters, timelineParameters } from "../../../parameters";

/** GET /api/v1/campaigns/{slug}/timeline */
export const timelineDoor: Door = async (request) => {
  const read = readParameters(request, timelineParameters);
  if (!read.ok) return read.refused;
  const page = await listTimeline(prisma(), request.params.slug ?? "", read.values);
  return answerPage(request, page, "unknown-campaign", EVIDENCE_AGE);
};
