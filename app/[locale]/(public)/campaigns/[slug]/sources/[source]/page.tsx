import { notFound } from "next/navigation";
import { SourcePage } from "@/components/evidence/source-page";
import { findCampaign } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { claimsOfSource, findSource } from "@/lib/evidence/queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../../evidence/asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string; source: string }>; searchParams: Asked };

const PAGE = 50;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug, source: key } = await params;
  const after = oneAsked((await searchParams).after);
  const [campaign, source, page] = await Promise.all([
    findCampaign(prisma(), slug, locale),
    findSource(prisma(), slug, key),
    claimsOfSource(prisma(), slug, key, { after, limit: PAGE }),
  ]);
  if (!campaign || !source || !page || page === "unknown-after") notFound();
  const list = { claims: page.items, next: page.next, further: after !== undefined };
  return <SourcePage {...{ source, campaign, locale, ...list }} origin={settings().APP_URL} />;
}
