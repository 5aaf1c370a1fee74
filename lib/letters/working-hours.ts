/** Working hours of an office: which days (0 Sunday to 6 Saturday) and from when until when, in minutes after midnight. */
export type WorkingHours = { days: ReadonlySet<number>; from: number; until: number };

/**
 * Reads working hours such as "mon-fri 09:00-17:00", "sun-thu 08:30-15:00" or "mon,wed 09:00-12:00". Null where it is
 * something else.
 */
export function parseHours(_text: string): WorkingHours | null {
  throw new Error("not written yet");
}

/**
 * The first moment at or after `at` that lies within working hours in a time zone (IANA). `at` itself where the office
 * works then.
 */
export function nextWorkingMoment(_at: Date, _hours: WorkingHours, _timeZone: string): Date {
  throw new Error("not written yet");
}
