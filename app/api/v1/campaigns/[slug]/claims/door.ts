import { prisma } from "@/lib/db/prisma";
import { listClaims } from "@/lib/evidence/queries";
import { searchClaims } from "@/lib/evidence/search-queries";
import type { Door } from "@/lib/web/door";
import { answerPage, EVIDENCE_AGE } from "../../../answers";
import { claimListParameters, readParameters } from "../../../parameters";

/** GET /api/v1/campaigns/{slug}/claims */
export const claimsDoor: Door = async (request) => {
  const read = readParameters(request, claimListParameters);
  if (!read.ok) return read.refused;
  const slug = request.params.slug ?? "";
  const { q = "", ...filter } = read.values;
  const page = q.trim()
    ? await searchClaims(prisma(), slug, { q, ...filter })
    : await listClaims(prisma(), slug, filter);
  return answerPage(request, page, "unknown-campaign", EVIDENCE_AGE);
};
