import { formatDay, formatMoment } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";

/** A moment in words, in UTC; `day` leaves out the time. */
export function DateText({ at, locale, day, id }: { at: Date; locale: Locale; day?: boolean; id?: string }) {
  return (
    <time dateTime={at.toISOString()} id={id}>
      {day ? formatDay(at, locale) : formatMoment(at, locale)}
    </time>
  );
}
