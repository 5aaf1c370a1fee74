import { notFound } from "next/navigation";
import { TargetPage } from "@/components/letters/target-page";
import { findCampaign } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { findOffice } from "@/lib/letters/office-queries";
import { findLetterAction, hasLetterFor } from "@/lib/letters/queries";
import { targetFigures } from "@/lib/letters/target-figures";
import { pageLocale } from "../../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string; target: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug, target } = await params;
  const now = new Date();
  const [campaign, office, action] = await Promise.all([
    findCampaign(prisma(), slug, locale),
    findOffice(prisma(), slug, target, now),
    findLetterAction(prisma(), slug, locale),
  ]);
  const figures = office && (await targetFigures(prisma(), slug, target, now));
  if (!campaign || !office || !figures) notFound();
  return <TargetPage {...{ campaign, office, figures, canWrite: hasLetterFor(action, office), locale }} />;
}
