import { prisma } from "@/lib/db/prisma";
import type { Correction } from "@/lib/evidence/types";
import { listCorrections } from "@/lib/evidence/use-queries";
import {
  citedClaims,
  type PetitionVersionView,
  type PetitionView,
  paragraphsOf,
} from "@/lib/petitions/types";

/** What was corrected of the claims a petition's text cites since that text was published; by default its newest. */
export async function correctionsSince(
  { campaign, version: newest }: Pick<PetitionView, "campaign" | "version">,
  version: PetitionVersionView = newest,
): Promise<Correction[]> {
  const cited = citedClaims(paragraphsOf(version.body));
  return await listCorrections(prisma(), campaign.slug, cited, version.publishedAt);
}
