import { KEY } from "@/lib/campaigns/schema";
import { PUBLIC_STATES } from "@/lib/campaigns/states";
import type { Db } from "@/lib/db/prisma";
import { THRESHOLD } from "@/lib/signatures/choose-figures";
import { lastMonday } from "@/lib/signatures/figures-week";
import { DAY } from "@/lib/time/durations";
import { type ShownReply, shownReplies } from "./reply-queries";
import type { FigureKind, TargetFigures, TargetWeek } from "./types";

/** Two years of weeks in which something changed. */
const MOST_WEEKS = 104;

/** What has left for the office. */
const LEFT = [
  "sent-own",
  "sent-unchanged",
  "carried-own",
  "carried-unchanged",
] as const satisfies readonly FigureKind[];

type Row = { week: Date; kind: string; atLeast: number };

/**
 * What is published of the letters to an office: the numbers of the last release, the weeks in which they changed, newest
 * first, answers that are shown, and since when it has been silent. Null for an office nobody may see. Takes any strings.
 */
export async function targetFigures(
  db: Db,
  campaignSlug: string,
  key: string,
  now: Date,
): Promise<TargetFigures | null> {
  if (!KEY.test(campaignSlug) || !KEY.test(key)) return null;
  const target = await db.target.findFirst({
    where: { key, campaign: { slug: campaignSlug, state: { in: [...PUBLIC_STATES] } } },
    select: { id: true },
  });
  if (!target) return null;
  const [release, rows, replies] = await Promise.all([
    db.letterRelease.findFirst({ orderBy: { week: "desc" } }),
    db.letterFigure.findMany({ where: { targetId: target.id }, orderBy: { week: "asc" } }),
    shownReplies(db, target.id),
  ]);
  const weeks = readWeeks(rows);
  return {
    week: release && span(release.week),
    nextRelease: isoDay(new Date(lastMonday(now).getTime() + 7 * DAY)),
    threshold: THRESHOLD,
    figures: weeks.at(-1)?.figures ?? {},
    weeks: weeks.slice(-MOST_WEEKS).reverse(),
    replies,
    silence: silenceOf(weeks, replies, now),
  };
}

/** Each week with all numbers that stood at its end: a number stands until a later week has another. */
function readWeeks(rows: Row[]): TargetWeek[] {
  const weeks: TargetWeek[] = [];
  for (const { week, kind, atLeast } of rows) {
    const { from, until } = span(week);
    const last = weeks.at(-1);
    if (last?.from === from) last.figures[kind as FigureKind] = atLeast;
    else weeks.push({ from, until, figures: { ...last?.figures, [kind]: atLeast } });
  }
  return weeks;
}

/**
 * Days without an answer that anyone may know of: from the end of the week in which enough letters had left for a number,
 * or of the last one that brought an answer. Null before that: the day of a first letter would tell that there is one.
 */
function silenceOf(weeks: TargetWeek[], replies: ShownReply[], now: Date): TargetFigures["silence"] {
  const begun = weeks.find(({ figures }) => LEFT.some((kind) => figures[kind]));
  if (!begun) return null;
  const broken = weeks.filter(
    ({ figures }, at) => (figures.answers ?? 0) > (weeks[at - 1]?.figures.answers ?? 0),
  );
  const shown = replies.filter(({ answer }) => answer !== "none" && answer !== "returned");
  const ends = [...broken.map(({ until }) => until), ...shown.map(({ week }) => span(new Date(week)).until)];
  const answeredUntil = ends.sort().at(-1) ?? "";
  const answered = answeredUntil >= begun.until;
  const since = answered ? answeredUntil : begun.until;
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / DAY) - 1);
  return { since, days, answered };
}

function span(monday: Date): { from: string; until: string } {
  return { from: isoDay(monday), until: isoDay(new Date(monday.getTime() + 6 * DAY)) };
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
