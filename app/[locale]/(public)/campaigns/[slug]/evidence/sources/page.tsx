import { notFound } from "next/navigation";
import { SourcesPage } from "@/components/evidence/sources-page";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { findCampaignWithEvidence, listSources } from "@/lib/evidence/queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

const PAGE = 100;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const after = oneAsked((await searchParams).after);
  const [campaign, page] = await Promise.all([
    findCampaignWithEvidence(prisma(), slug, locale),
    listSources(prisma(), slug, { after, limit: PAGE }),
  ]);
  if (!campaign || !page || page === "unknown-after") notFound();
  const place = { campaign, locale, origin: settings().APP_URL };
  const list = { sources: page.items, next: page.next, further: after !== undefined };
  return <SourcesPage {...{ ...place, ...list, total: campaign.sourceTotal }} />;
}
