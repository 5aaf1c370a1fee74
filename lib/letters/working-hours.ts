import { DAY, MINUTE } from "@/lib/time/durations";

/** Working hours of an office: on which days (0 Sunday to 6 Saturday), from when until when, in minutes after midnight. */
export type WorkingHours = { days: ReadonlySet<number>; from: number; until: number };

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FORM = /^([a-z,-]+) (\d{2}):(\d{2})-(\d{2}):(\d{2})$/;

/**
 * Reads working hours: days in English, single, as lists or spans, and one span of the day, such as "mon-fri 09:00-17:00",
 * "sun-thu 08:30-15:00", "mon,wed,fri 09:00-24:00". Null where it is anything else, or a span that is empty.
 */
export function parseHours(text: string): WorkingHours | null {
  const [, names, ...clock] = FORM.exec(text) ?? [];
  const days = names?.split(",").flatMap(readDays) ?? [];
  const [fromHour = 0, fromMinute = 0, untilHour = 0, untilMinute = 0] = clock.map(Number);
  const [from, until] = [fromHour * 60 + fromMinute, untilHour * 60 + untilMinute];
  const isClock = Math.max(fromMinute, untilMinute) < 60 && from < until && until <= 24 * 60;
  return days.length > 0 && !days.includes(-1) && isClock ? { days: new Set(days), from, until } : null;
}

/** Where CLDR knows of no country, or it is none. */
const MONDAY_TO_FRIDAY = { weekendStart: 6, weekendEnd: 7 };

/**
 * The hours an office is taken to work until somebody says otherwise: nine to five on days that are no weekend in its
 * country (ISO 3166-1 alpha-2), by Unicode CLDR as Node carries it: "sun-thu 09:00-17:00" in Egypt. Public holidays are
 * not known.
 */
export function usualHours(country: string | null): string {
  const { weekendStart, weekendEnd } = country === null ? MONDAY_TO_FRIDAY : weekendOf(country);
  return `${DAYS[(weekendEnd + 1) % 7]}-${DAYS[(weekendStart + 6) % 7]} 09:00-17:00`;
}

/** Monday is 1, Sunday 7. A weekend is one span of days. */
function weekendOf(country: string): { weekendStart: number; weekendEnd: number } {
  const locale: WeekLocale = new Intl.Locale(`und-${country}`);
  // Node 20 has the property alone, later ones the method (ECMA-402, Intl Locale Info).
  const { weekend } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { weekend: [] };
  const start = weekend.find((day) => !weekend.includes(((day + 5) % 7) + 1));
  const end = weekend.find((day) => !weekend.includes((day % 7) + 1));
  return start && end ? { weekendStart: start, weekendEnd: end } : MONDAY_TO_FRIDAY;
}

type WeekInfo = { weekend: number[] };
type WeekLocale = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** A day, or a span of days that may go over the week's end; -1 stands for what is no day. */
function readDays(text: string): number[] {
  const [first = -1, last = first, ...more] = text.split("-").map((name) => DAYS.indexOf(name));
  if (first === -1 || last === -1 || more.length > 0) return [-1];
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, ahead) => (first + ahead) % 7);
}

/**
 * The first moment at or after `at` that lies within working hours: `at` itself while the office works. Takes an IANA time
 * zone; one that is unknown throws. Days and hours are those of the office's clock, whatever summer time does to it.
 */
export function nextWorkingMoment(at: Date, { days, from, until }: WorkingHours, timeZone: string): Date {
  const today = Math.floor((at.getTime() + offsetAt(at.getTime(), timeZone)) / DAY) * DAY;
  for (let day = today; day <= today + 8 * DAY; day += DAY) {
    if (!days.has(new Date(day).getUTCDay())) continue;
    const closes = instantOf(day + until * MINUTE, timeZone);
    const opens = instantOf(day + from * MINUTE, timeZone);
    // Where summer time leaves out the whole span, nobody works that day.
    if (at.getTime() < closes && opens < closes) return new Date(Math.max(at.getTime(), opens));
  }
  throw new Error(`no working hours within a week in ${timeZone}`);
}

/**
 * When a clock in a time zone shows a time (milliseconds as if it were UTC): the first instant where it shows it twice,
 * and where summer time leaves it out as many minutes after the change as the clock would have gone on.
 */
function instantOf(shown: number, timeZone: string): number {
  const before = shown - offsetAt(shown - DAY, timeZone);
  const after = shown - offsetAt(shown + DAY, timeZone);
  const real = [before, after].filter((instant) => instant + offsetAt(instant, timeZone) === shown);
  return real.length > 0 ? Math.min(...real) : before;
}

const OFFSET = /GMT(?:([+-])(\d{2}):(\d{2}))?/;
const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a time zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? openFormat(timeZone);
  const [, sign, hours, minutes] = OFFSET.exec(format.format(instant)) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
  return sign === "-" ? -ahead : ahead;
}

/** Made once per time zone: making one costs far more than asking it. */
function openFormat(timeZone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, format);
  return format;
}
