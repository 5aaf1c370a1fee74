import { notFound } from "next/navigation";
import { EvidenceOverview } from "@/components/evidence/evidence-overview";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listFactChecks } from "@/lib/evidence/check-queries";
import { listDossiers } from "@/lib/evidence/dossier-queries";
import { findCampaignWithEvidence } from "@/lib/evidence/queries";
import { countriesWithOffices } from "@/lib/letters/office-queries";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const [campaign, dossiers, checks, countries] = await Promise.all([
    findCampaignWithEvidence(prisma(), slug, locale),
    listDossiers(prisma(), slug, locale),
    listFactChecks(prisma(), slug),
    countriesWithOffices(prisma(), slug),
  ]);
  if (!campaign || !dossiers || !checks) notFound();
  const origin = settings().APP_URL;
  const shown = { campaign, dossiers, checkTotal: checks.length, hasOffices: countries.length > 0 };
  return <EvidenceOverview {...shown} {...{ locale, origin }} />;
}
