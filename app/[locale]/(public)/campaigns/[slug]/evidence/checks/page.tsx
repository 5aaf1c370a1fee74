import { notFound } from "next/navigation";
import { ChecksPage } from "@/components/evidence/checks-page";
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
  const checks = await listFactChecks(prisma(), slug);
  if (!checks) notFound();
  const cited = checks.flatMap((check) => check.claims);
  const claims = await claimsByKeys(prisma(), slug, [...new Set(cited)]);
  return <ChecksPage {...{ checks, claims, campaign: slug, locale, origin: settings().APP_URL }} />;
}
