import { prisma } from "@/lib/db/prisma";
import { citeSource } from "@/lib/evidence/cite-evidence";
import { findSource } from "@/lib/evidence/queries";
import type { Door } from "@/lib/web/door";
import { answerCitation } from "../../../../../../citation-answers";

/** GET /api/v1/campaigns/{slug}/sources/{id}/citations/{format}: the document itself. */
export const sourceCitationDoor: Door = async (request) => {
  const { slug = "", id = "" } = request.params;
  const source = await findSource(prisma(), slug, id);
  return answerCitation(request, source && citeSource(source, request.now), "unknown-source");
};
