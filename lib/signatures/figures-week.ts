import { DAY } from "@/lib/time/durations";

/** Monday 00:00 UTC of the week that `day` is in: where the last finished week ended. */
export function lastMonday(day: Date): Date {
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(Math.floor(day.getTime() / DAY) * DAY - sinceMonday * DAY);
}
