import { OperatorError } from "@/lib/config/operator-error";
import type { PrismaClient } from "@/lib/db/generated/client";
import { checkIntegrity } from "@/lib/evidence/check-integrity";
import { complain, say } from "../terminal";

/** Checks whether the evidence of one campaign, or of all, holds together; exit code 1 where it does not. */
export async function checkCampaigns(db: PrismaClient, slug: string | undefined): Promise<void> {
  const campaigns = await db.campaign.findMany({
    where: { slug },
    orderBy: { createdAt: "asc" },
    select: { id: true, slug: true },
  });
  if (slug !== undefined && campaigns.length === 0) throw new OperatorError(`There is no campaign ${slug}.`);
  for (const campaign of campaigns) {
    const problems = await checkIntegrity(db, campaign.id);
    for (const { code, where, detail } of problems)
      complain(`${campaign.slug}: ${where}: ${code}: ${detail}`);
    say(
      `${campaign.slug}: ${problems.length === 0 ? "its evidence holds together" : `${problems.length} problems`}.`,
    );
    if (problems.length > 0) process.exitCode = 1;
  }
}
