import type { Locale } from "./locales";

/** Making one costs more than a hundred days written with it. */
const dayFormats = new Map<Locale, Intl.DateTimeFormat>();

/** A day in words, in UTC, without the full stop that Russian ends it with: sentences end with it. */
export function formatDay(at: Date, locale: Locale): string {
  const known =
    dayFormats.get(locale) ??
    new Intl.DateTimeFormat(dateLocale(locale), { dateStyle: "long", timeZone: "UTC" });
  dayFormats.set(locale, known);
  return known.format(at).replace(/\s+г\.$/u, "");
}

/** A date that is a whole day (YYYY-MM-DD) as others are written; one of a year or month as it is. */
export function dayInWords(date: string, locale: Locale): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? formatDay(new Date(date), locale) : date;
}

/** A day as short as tables and charts need it, in UTC. */
export function formatShortDay(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(dateLocale(locale), { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** A moment in words, to the minute, in UTC and saying so. */
export function formatMoment(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(dateLocale(locale), MOMENT).format(at);
}

/** English here is read around the world: the day stands before the month. */
function dateLocale(locale: Locale): string {
  return locale === "en" ? "en-GB" : locale;
}

/** Also how the browser's script writes a moment, so that a refreshed count reads like the first one. */
export const MOMENT: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "long",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
  timeZoneName: "short",
};

/** A whole number with the language's own grouping. */
export function formatNumber(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale).format(value);
}
