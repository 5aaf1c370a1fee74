import { prisma } from "@/lib/db/prisma";
import { findClaim } from "@/lib/evidence/queries";
import type { Door } from "@/lib/web/door";
import { answerOne, EVIDENCE_AGE, withAddress } from "../../../../answers";

/** GET /api/v1/campaigns/{slug}/claims/{id} */
export const claimDoor: Door = async (request) => {
  const claim = await findClaim(prisma(), request.params.slug ?? "", request.params.id ?? "");
  return answerOne(request, claim && withAddress(claim), "unknown-claim", EVIDENCE_AGE);
};
