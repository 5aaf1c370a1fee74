import { notFound } from "next/navigation";
import { DemandsPage } from "@/components/evidence/demands-page";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listDemands, listReportedPlans } from "@/lib/evidence/demand-queries";
import { pageWith } from "@/lib/evidence/list-pages";
import { claimsByKeys } from "@/lib/evidence/queries";
import { listOfficialActions } from "@/lib/evidence/timeline-queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

const PAGE = 100;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const asked = await searchParams;
  const [after, from] = [oneAsked(asked.after), oneAsked(asked.from)];
  const [campaign, page, plans, actions] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    pageWith(from, (begin) => listDemands(prisma(), slug, { after, from: begin, limit: PAGE })),
    listReportedPlans(prisma(), slug),
    listOfficialActions(prisma(), slug),
  ]);
  if (!campaign || !page || page === "unknown-after" || !plans || !actions) notFound();
  const cited = [...page.items, ...plans, ...actions].flatMap((item) => item.claims);
  const claims = await claimsByKeys(prisma(), slug, [...new Set(cited)]);
  const place = { campaign, locale, origin: settings().APP_URL };
  const list = { demands: page.items, next: page.next, further: after !== undefined || page.begun };
  return <DemandsPage {...{ ...place, ...list, plans, actions, claims }} />;
}
