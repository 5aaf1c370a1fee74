import type pg from "pg";
import { COUNTRIES } from "@/lib/i18n/countries";
import { DAY } from "@/lib/time/durations";
import { THRESHOLD } from "./choose-figures";
import { lastMonday } from "./figures-week";
import { publicPetition } from "./public-signers";
import type { CountryFigures, FigureHistory } from "./types";

/**
 * The published count day by day, finished days only, oldest first; null for a petition that nobody may see. A day
 * on which the count moved by less than the threshold has no number: the next one that has covers it.
 */
export async function figureHistory(pool: pg.Pool, slug: string): Promise<FigureHistory | null> {
  const petitionId = await publicPetition(pool, slug);
  if (!petitionId) return null;
  const { rows } = await pool.query<{ day: string; total: number | null }>({
    name: "figure-history",
    text: "SELECT to_char(day, 'YYYY-MM-DD') AS day, total FROM figure_day WHERE petition_id = $1 ORDER BY figure_day.day",
    values: [petitionId],
  });
  let [shown, since] = [0, rows[0]?.day ?? ""];
  const items = rows.map(({ day, total }) => {
    if (total === null)
      return { day, total, change: null, since: null, withheld: "under-threshold" as const };
    const item = { day, total, change: total - shown, since, withheld: null };
    shown = total;
    since = dayAfter(day);
    return item;
  });
  return { items, next: null, threshold: THRESHOLD };
}

/**
 * What is published per country at the end of one week: every country there is, with its number or why there is
 * none. Takes the Monday of a released week, else the newest is given, and now, for when the next comes. Null for a
 * petition that nobody may see, "unknown-week" for a week without a release.
 */
export async function countryFigures(
  pool: pg.Pool,
  slug: string,
  { week, now }: { week?: string; now: Date },
): Promise<CountryFigures | null | "unknown-week"> {
  const petitionId = await publicPetition(pool, slug);
  if (!petitionId) return null;
  const releases = await readReleases(pool, petitionId);
  const release = week ? releases.find((known) => known.week === week) : releases[0];
  if (week && !release) return "unknown-week";
  const figures = release ? await readFigures(pool, petitionId, release.week) : [];
  const known = new Map(figures.map((figure) => [figure.country, figure]));
  const sum = figures.reduce((total, figure) => total + figure.at_least, 0);
  return {
    week: release ? { from: release.week, until: sundayOf(release.week) } : null,
    total: release?.total ?? null,
    items: release ? COUNTRIES.map((country) => cell(country, known.get(country))) : [],
    remainder: release ? release.total - sum : null,
    weeks: releases.map((released) => released.week),
    nextRelease: nextRelease(now),
    next: null,
    threshold: THRESHOLD,
  };
}

type Figure = { country: string; week: string; at_least: number };

function cell(country: string, figure: Figure | undefined): CountryFigures["items"][number] {
  if (!figure || figure.at_least === 0)
    return { country, atLeast: null, since: null, withheld: "under-threshold" };
  return { country, atLeast: figure.at_least, since: sundayOf(figure.week), withheld: null };
}

async function readReleases(pool: pg.Pool, petitionId: string): Promise<{ week: string; total: number }[]> {
  const { rows } = await pool.query<{ week: string; total: number }>({
    name: "figure-releases",
    text: "SELECT to_char(week, 'YYYY-MM-DD') AS week, total FROM figure_release WHERE petition_id = $1 ORDER BY figure_release.week DESC",
    values: [petitionId],
  });
  return rows;
}

/** The figure of each country that stands at a release: the last one that was written up to it. */
async function readFigures(pool: pg.Pool, petitionId: string, week: string): Promise<Figure[]> {
  const { rows } = await pool.query<Figure>({
    name: "figure-countries",
    text: `SELECT DISTINCT ON (country) country, to_char(week, 'YYYY-MM-DD') AS week, counted_only + shown AS at_least
           FROM figure_country WHERE petition_id = $1 AND figure_country.week <= $2 ORDER BY country, figure_country.week DESC`,
    values: [petitionId, week],
  });
  return rows;
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(monday) + 6 * DAY).toISOString().slice(0, 10);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
}

/** A week is released on the Monday after it. */
function nextRelease(now: Date): string {
  return new Date(lastMonday(now).getTime() + 7 * DAY).toISOString().slice(0, 10);
}
