import { notFound } from "next/navigation";
import { TargetsPage } from "@/components/letters/targets-page";
import { findCampaign } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { countriesWithOffices, officesFor } from "@/lib/letters/office-queries";
import { isOfficeCountry } from "@/lib/letters/office-schema";
import { findLetterAction, hasLetterFor } from "@/lib/letters/queries";
import { pageLocale } from "../../../../page-locale";
import { type Asked, oneAsked } from "../evidence/asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const country = oneAsked((await searchParams).country) ?? null;
  if (country !== null && !isOfficeCountry(country)) notFound();
  const campaign = await findCampaign(prisma(), slug, locale);
  if (!campaign) notFound();
  const [offices, countries, action] = await Promise.all([
    officesFor(prisma(), slug, country, new Date()),
    countriesWithOffices(prisma(), slug),
    findLetterAction(prisma(), slug, locale),
  ]);
  const writable = offices.filter((office) => hasLetterFor(action, office)).map(({ key }) => key);
  return <TargetsPage {...{ campaign, country, offices, countries, writable, locale }} />;
}
