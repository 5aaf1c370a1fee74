import { notFound } from "next/navigation";
import { ClaimPage } from "@/components/evidence/claim-page";
import { findCampaign } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { factChecksOfClaim } from "@/lib/evidence/check-queries";
import { comparisonsOfClaim } from "@/lib/evidence/comparison-queries";
import { claimsByKeys, findClaim, findSource } from "@/lib/evidence/queries";
import { usesOfClaim } from "@/lib/evidence/use-queries";
import { pageLocale } from "../../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string; claim: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug, claim: key } = await params;
  const [campaign, claim, checks, uses, comparisons] = await Promise.all([
    findCampaign(prisma(), slug, locale),
    findClaim(prisma(), slug, key),
    factChecksOfClaim(prisma(), slug, key),
    usesOfClaim(prisma(), slug, key, locale),
    comparisonsOfClaim(prisma(), slug, key),
  ]);
  if (!campaign || !claim || !uses) notFound();
  const [source, opponents, related] = await Promise.all([
    findSource(prisma(), slug, claim.source.id),
    claimsByKeys(
      prisma(),
      slug,
      claim.conflicts.map((conflict) => conflict.claim),
    ),
    claimsByKeys(prisma(), slug, claim.related),
  ]);
  if (!source) throw new Error(`claim ${key} has no source`);
  return (
    <ClaimPage
      {...{ claim, source, campaign, opponents, related, comparisons, checks, uses, locale }}
      origin={settings().APP_URL}
    />
  );
}
