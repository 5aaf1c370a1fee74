import { notFound } from "next/navigation";
import { ConflictsPage } from "@/components/evidence/conflicts-page";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listComparisons, listConflicts } from "@/lib/evidence/comparison-queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

const PAGE = 20;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const after = oneAsked((await searchParams).after);
  const [campaign, comparisons, page] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    after === undefined ? listComparisons(prisma(), slug) : [],
    listConflicts(prisma(), slug, { after, limit: PAGE }),
  ]);
  if (!campaign || !comparisons || !page || page === "unknown-after") notFound();
  const place = { campaign, locale, origin: settings().APP_URL };
  const list = { groups: page.items, next: page.next, further: after !== undefined };
  return <ConflictsPage {...{ ...place, ...list, comparisons }} />;
}
