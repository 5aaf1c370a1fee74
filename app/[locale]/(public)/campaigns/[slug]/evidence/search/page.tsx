import { notFound } from "next/navigation";
import { SearchPage } from "@/components/evidence/search-page";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { SEARCH_KINDS } from "@/lib/evidence/schema";
import { searchEvidence } from "@/lib/evidence/search-queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const asked = await searchParams;
  const [q = "", pageAsked = ""] = [oneAsked(asked.q), oneAsked(asked.page)];
  const kind = SEARCH_KINDS.find((known) => known === oneAsked(asked.kind));
  const page = /^[1-9]\d{0,2}$/.test(pageAsked) ? Number(pageAsked) : 1;
  const [campaign, result] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    searchEvidence(prisma(), slug, { q, kind, page, locale }),
  ]);
  if (!campaign || !result) notFound();
  return <SearchPage {...{ campaign, query: q.trim(), kind, result, locale }} />;
}
