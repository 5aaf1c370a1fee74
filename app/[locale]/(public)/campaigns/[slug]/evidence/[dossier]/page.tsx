import { notFound } from "next/navigation";
import { DossierPage } from "@/components/evidence/dossier-page";
import { opponentsOf } from "@/components/evidence/dossier-parts";
import { findCampaign } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { findDossier, listDossiers } from "@/lib/evidence/dossier-queries";
import { claimsByKeys } from "@/lib/evidence/queries";
import { pageLocale } from "../../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string; dossier: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug, dossier: key } = await params;
  const [campaign, dossier, dossiers] = await Promise.all([
    findCampaign(prisma(), slug, locale),
    findDossier(prisma(), slug, key, locale),
    listDossiers(prisma(), slug, locale),
  ]);
  if (!campaign || !dossier || !dossiers) notFound();
  const others = await claimsByKeys(prisma(), slug, opponentsOf(dossier.claims));
  return <DossierPage {...{ campaign, dossier, dossiers, others, locale }} origin={settings().APP_URL} />;
}
