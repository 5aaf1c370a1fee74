import { notFound } from "next/navigation";
import { FiguresPage } from "@/components/signatures/figures-page";
import { pool } from "@/lib/db/pool";
import { prisma } from "@/lib/db/prisma";
import { findPetition, listCollected } from "@/lib/petitions/queries";
import { countPublicSigners } from "@/lib/signatures/public-signers";
import { countryFigures, figureHistory } from "@/lib/signatures/published-figures";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const petition = await findPetition(prisma(), slug, locale);
  if (!petition) notFound();
  const [history, countries, listed, collected] = await Promise.all([
    figureHistory(pool(), slug),
    countryFigures(pool(), slug, { now: new Date() }),
    countPublicSigners(pool(), petition.id),
    listCollected(prisma(), petition.id),
  ]);
  if (!history || !countries || countries === "unknown-week") notFound();
  return <FiguresPage {...{ petition, history, countries, listed, collected, locale }} />;
}
