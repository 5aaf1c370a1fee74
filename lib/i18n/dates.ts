import type { Locale } from "./locales";
import { MOMENT } from "./moment";
import { oncePerLocale } from "./once-per-locale";

const day = oncePerLocale((locale) => dateFormat(locale, { dateStyle: "long", timeZone: "UTC" }));
const shortDay = oncePerLocale((locale) => dateFormat(locale, { dateStyle: "medium", timeZone: "UTC" }));
const moment = oncePerLocale((locale) => dateFormat(locale, MOMENT));
const number = oncePerLocale((locale) => new Intl.NumberFormat(locale));

/** A day in words, in UTC, without the full stop that Russian ends it with: sentences end with it. */
export function formatDay(at: Date, locale: Locale): string {
  return day(locale)
    .format(at)
    .replace(/\s+г\.$/u, "");
}

/** A date that is a whole day (YYYY-MM-DD) as others are written; one of a year or month as it is. */
export function dayInWords(date: string, locale: Locale): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? formatDay(new Date(date), locale) : date;
}

/** A day as short as tables and charts need it, in UTC. */
export function formatShortDay(at: Date, locale: Locale): string {
  return shortDay(locale).format(at);
}

/** A moment in words, to the minute, in UTC and saying so. */
export function formatMoment(at: Date, locale: Locale): string {
  return moment(locale).format(at);
}

/** English here is read around the world: the day stands before the month. */
function dateFormat(locale: Locale, how: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, how);
}

/** A whole number with the language's own grouping. */
export function formatNumber(value: number, locale: Locale): string {
  return number(locale).format(value);
}
