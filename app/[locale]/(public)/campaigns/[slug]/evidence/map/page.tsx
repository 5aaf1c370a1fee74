import { notFound } from "next/navigation";
import { type AreaClaims, MapPage } from "@/components/evidence/map-page";
import { ELSEWHERE, gatherAreas } from "@/components/evidence/place-areas";
import { findCampaignLanguage } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { claimsOfPlaces, countPlaces, eventsOfPlaces } from "@/lib/evidence/place-queries";
import { pageLocale } from "../../../../../page-locale";
import { type Asked, oneAsked } from "../asked";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Asked };
type Gathered = ReturnType<typeof gatherAreas>;

const PAGE = 50;
/** Of an area's events the timeline has the rest. */
const EVENTS = 100;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const [campaign, totals] = await Promise.all([
    findCampaignLanguage(prisma(), slug),
    countPlaces(prisma(), slug),
  ]);
  if (!campaign || !totals) notFound();
  const gathered = gatherAreas(totals);
  const chosen = await chosenClaims(slug, gathered, await searchParams);
  const elsewhere = {
    claims: gathered.elsewhere.reduce((sum, { claims }) => sum + claims, 0),
    events: gathered.elsewhere.reduce((sum, { events }) => sum + events, 0),
  };
  const place = { campaign, locale, origin: settings().APP_URL };
  return <MapPage {...{ ...place, areas: gathered.areas, elsewhere, chosen }} />;
}

/** The statements and events of the area asked for; null where none is asked for, and nothing at all where there is no such area. */
async function chosenClaims(
  slug: string,
  gathered: Gathered,
  asked: Awaited<Asked>,
): Promise<AreaClaims | null> {
  const [code, after] = [oneAsked(asked.place), oneAsked(asked.after)];
  if (!code) return null;
  const places =
    code === ELSEWHERE
      ? gathered.elsewhere.map(({ place }) => place)
      : gathered.areas.find((area) => area.code === code)?.places;
  if (!places) notFound();
  const page = await claimsOfPlaces(prisma(), slug, places, { after, limit: PAGE });
  if (!page || page === "unknown-after") notFound();
  const events = await eventsOfPlaces(prisma(), slug, places, EVENTS);
  return { code, claims: page.items, next: page.next, further: after !== undefined, events };
}
