import type { CorrectedClaim } from "@/components/evidence/text-corrections";
import { prisma } from "@/lib/db/prisma";
import { claimsByKeys } from "@/lib/evidence/queries";
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
): Promise<CorrectedClaim[]> {
  const cited = citedClaims(paragraphsOf(version.body));
  const corrections = await listCorrections(prisma(), campaign.slug, cited, version.publishedAt);
  const keys = corrections.map(({ claim }) => claim);
  const claims = new Map((await claimsByKeys(prisma(), campaign.slug, keys)).map((each) => [each.id, each]));
  return corrections.map((each) => ({ ...each, statement: claims.get(each.claim)?.statement ?? each.claim }));
}
