import { prisma } from "@/lib/db/prisma";
import { findSource } from "@/lib/evidence/queries";
import type { Door } from "@/lib/web/door";
import { answerOne, EVIDENCE_AGE, withAddress } from "../../../../answers";

/** GET /api/v1/campaigns/{slug}/sources/{id} */
export const sourceDoor: Door = async (request) => {
  const source = await findSource(prisma(), request.params.slug ?? "", request.params.id ?? "");
  return answerOne(request, source && withAddress(source), "unknown-source", EVIDENCE_AGE);
};
