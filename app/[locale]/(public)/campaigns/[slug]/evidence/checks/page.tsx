import { notFound } from "next/navigation";
import { ChecksPage } from "@/components/evidence/checks-page";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listFactChecks } from "@/lib/evidence/check-queries";
import { claimsByKeys } from "@/lib/evidence/queries";
import { pageLocale } from "../../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const [campaign, checks] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    listFactChecks(prisma(), slug),
  ]);
  if (!campaign || !checks) notFound();
  const cited = checks.flatMap((check) => check.claims);
  const claims = await claimsByKeys(prisma(), slug, [...new Set(cited)]);
  return <ChecksPage {...{ checks, claims, campaign, locale, origin: settings().APP_URL }} />;
}
