import { notFound } from "next/navigation";
import { NumbersPage } from "@/components/evidence/numbers-page";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listNumbers } from "@/lib/evidence/number-queries";
import { NUMBER_SORTS } from "@/lib/evidence/schema";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

const PAGE = 100;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const { after, ...sorting } = readSorting(await searchParams);
  const [campaign, page] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    listNumbers(prisma(), slug, { ...sorting, after, limit: PAGE }),
  ]);
  if (!campaign || !page || page === "unknown-after") notFound();
  const place = { campaign, locale, origin: settings().APP_URL };
  const list = { numbers: page.items, next: page.next, further: after !== undefined };
  return <NumbersPage {...{ ...place, ...list, sorting }} />;
}

function readSorting(asked: Awaited<Asked>) {
  const [sort = "claim", order = "ascending"] = [oneAsked(asked.sort), oneAsked(asked.order)];
  const known = NUMBER_SORTS.find((one) => one === sort);
  if (!known || !["ascending", "descending"].includes(order)) notFound();
  return { sort: known, descending: order === "descending", after: oneAsked(asked.after) };
}
