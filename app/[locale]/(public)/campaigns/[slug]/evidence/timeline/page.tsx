import { notFound } from "next/navigation";
import { TimelinePage } from "@/components/evidence/timeline-page";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { pageWith } from "@/lib/evidence/list-pages";
import { claimsByKeys } from "@/lib/evidence/queries";
import { TRACKS } from "@/lib/evidence/schema";
import { listTimeline, timelineKinds } from "@/lib/evidence/timeline-queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };

const PAGE = 100;
/** More marks than this are no picture. */
const PICTURE = 1_000;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const { after, from, ...chosen } = readChoice(await searchParams);
  const [campaign, all, page, kinds] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    listTimeline(prisma(), slug, { limit: PICTURE }),
    pageWith(from, (begin) => listTimeline(prisma(), slug, { ...chosen, after, from: begin, limit: PAGE })),
    timelineKinds(prisma(), slug),
  ]);
  if (!campaign || !all || all === "unknown-after" || !page || page === "unknown-after" || !kinds) notFound();
  const claims = await claimsByKeys(prisma(), slug, [...new Set(page.items.flatMap((item) => item.claims))]);
  const place = { campaign, locale, origin: settings().APP_URL };
  const list = { events: page.items, next: page.next, further: after !== undefined || page.begun };
  return <TimelinePage {...{ ...place, ...list, claims, kinds, chosen }} all={all.items} now={new Date()} />;
}

function readChoice(asked: Awaited<Asked>) {
  const [track, kind] = [oneAsked(asked.track), oneAsked(asked.kind)];
  const known = TRACKS.find((one) => one === track);
  if ((track && !known) || (kind && !KEY.test(kind))) notFound();
  return { track: known, kind, after: oneAsked(asked.after), from: oneAsked(asked.from) };
}
