import { expect, test } from "vitest";
import { COUNTRIES } from "@/lib/i18n/countries";
import { testDatabase } from "@/lib/testing/test-database";
import { HOUR, MINUTE } from "@/lib/time/durations";
import { nextWorkingMoment, parseHours, usualHours } from "./working-hours";

const { pool } = await testDatabase();

test.each([
  ["mon-fri 09:00-17:00", [1, 2, 3, 4, 5], 540, 1020],
  ["sun-thu 08:30-15:05", [0, 1, 2, 3, 4], 510, 905],
  ["fri-mon 00:00-24:00", [5, 6, 0, 1], 0, 1440],
  ["mon,wed,fri-sat 10:00-12:00", [1, 3, 5, 6], 600, 720],
  ["tue 10:00-10:01", [2], 600, 601],
])("%s is read", (text, days, from, until) => {
  expect(parseHours(text)).toEqual({ days: new Set(days), from, until });
});

test.each([
  ["KR", "mon-fri"],
  ["EG", "sun-thu"],
  ["IL", "sun-thu"],
  ["IR", "sat-thu"],
  ["EU", "mon-fri"],
  [null, "mon-fri"],
])("an office in %s is taken to work %s", (country, days) => {
  expect(usualHours(country)).toBe(`${days} 09:00-17:00`);
  expect(parseHours(usualHours(country))).not.toBeNull();
});

test("every country has hours that can be read", () => {
  for (const country of COUNTRIES)
    expect([country, parseHours(usualHours(country)) !== null]).toEqual([country, true]);
});

test.each([
  "",
  "mon-fri",
  "09:00-17:00",
  "Mon-Fri 09:00-17:00",
  "mon-fri 9:00-17:00",
  "mon-fri 09:00-24:01",
  "mon-fri 09:60-17:00",
  "mon-fri 17:00-09:00",
  "mon-fri 09:00-09:00",
  "mon-tue-wed 09:00-17:00",
  "mon, fri 09:00-17:00",
  "-fri 09:00-17:00",
  "mo-fr 09:00-17:00",
  "mon-fri 09:00-17:00\n",
  "mon-fri 09:00-17:00; sat 10:00-12:00",
])("%j is refused", (text) => {
  expect(parseHours(text)).toBeNull();
});

function next(at: string, hours: string, timeZone: string): string {
  const parsed = parseHours(hours);
  if (!parsed) throw new Error(hours);
  return nextWorkingMoment(new Date(at), parsed, timeZone).toISOString();
}

const OFFICE = "mon-fri 09:00-17:00";

test.each([
  ["while it works", "2026-03-02T03:30:15.123Z", OFFICE, "Asia/Seoul", "2026-03-02T03:30:15.123Z"],
  ["at the minute it opens", "2026-03-02T00:00:00Z", OFFICE, "Asia/Seoul", "2026-03-02T00:00:00.000Z"],
  ["before it opens", "2026-03-01T23:59:59.999Z", OFFICE, "Asia/Seoul", "2026-03-02T00:00:00.000Z"],
  ["at the minute it closes", "2026-03-02T08:00:00Z", OFFICE, "Asia/Seoul", "2026-03-03T00:00:00.000Z"],
  ["over a weekend", "2026-03-06T09:00:00Z", OFFICE, "Asia/Seoul", "2026-03-09T00:00:00.000Z"],
  ["a quarter off", "2026-03-01T12:00:00Z", OFFICE, "Asia/Kathmandu", "2026-03-02T03:15:00.000Z"],
  ["west of UTC", "2026-03-02T01:00:00Z", OFFICE, "America/New_York", "2026-03-02T14:00:00.000Z"],
  ["spring forward", "2026-03-27T18:00:00Z", OFFICE, "Europe/Prague", "2026-03-30T07:00:00.000Z"],
  ["fall back", "2026-10-23T18:00:00Z", OFFICE, "Europe/Prague", "2026-10-26T08:00:00.000Z"],
  [
    "on the day of the change",
    "2026-03-28T23:30:00Z",
    "sun 09:00-17:00",
    "Europe/Prague",
    "2026-03-29T07:00:00.000Z",
  ],
  [
    "an opening left out",
    "2026-03-28T23:30:00Z",
    "sun 02:30-17:00",
    "Europe/Prague",
    "2026-03-29T01:30:00.000Z",
  ],
  [
    "an opening that comes twice",
    "2026-10-24T23:30:00Z",
    "sun 02:30-17:00",
    "Europe/Prague",
    "2026-10-25T00:30:00.000Z",
  ],
  [
    "half an hour of summer time",
    "2026-10-02T20:00:00Z",
    "mon 09:00-17:00",
    "Australia/Lord_Howe",
    "2026-10-04T22:00:00.000Z",
  ],
  ["only one day", "2026-03-03T01:00:00Z", "mon 09:00-10:00", "Asia/Seoul", "2026-03-09T00:00:00.000Z"],
])("%s", (_name, at, hours, zone, expected) => {
  expect(next(at, hours, zone)).toBe(expected);
});

test("a time zone that is none is refused", () => {
  expect(() => next("2026-03-02T00:00:00Z", OFFICE, "Mars/Olympus")).toThrow(RangeError);
});

/** PostgreSQL reads the same tables of time zones with code of its own. */
test("it finds what the database finds, in awkward time zones, every eleven hours of a year", async () => {
  const zones = [
    "Asia/Seoul",
    "Europe/Prague",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Tehran",
    "Pacific/Chatham",
    "America/Santiago",
    "Africa/Casablanca",
  ];
  const { rows } = await pool.query<{ zone: string; at: Date; shows: string }>(
    `SELECT zone, at, to_char(at AT TIME ZONE zone, 'ID HH24:MI') AS shows
     FROM unnest($1::text[]) AS zone, generate_series(timestamptz '2026-01-01 00:00Z', '2027-01-01 00:00Z', '11 hours') AS at`,
    [zones],
  );
  const hours = parseHours("mon-fri 09:00-17:00");
  if (!hours) throw new Error("hours");
  for (const { zone, at, shows } of rows) {
    const works = shows < "6" && shows.slice(2) >= "09:00" && shows.slice(2) < "17:00";
    const found = nextWorkingMoment(at, hours, zone);
    expect([zone, at, found.getTime() === at.getTime()]).toEqual([zone, at, works]);
    if (!works) await expectOpening(zone, at, found);
  }
}, 120_000);

const asked = new Map<string, string>();

/** It opens at that moment and, a minute before, has not; and it is the first opening within days. */
async function expectOpening(zone: string, at: Date, found: Date): Promise<void> {
  const key = `${zone} ${found.toISOString()}`;
  const shown = asked.get(key) ?? (await shownAt(zone, found));
  asked.set(key, shown);
  expect([key, shown]).toEqual([key, "09:00 08:59"]);
  expect(found.getTime() - at.getTime()).toBeLessThanOrEqual(65 * HOUR);
}

async function shownAt(zone: string, at: Date): Promise<string> {
  const { rows } = await pool.query<{ shown: string }>(
    `SELECT to_char($1::timestamptz AT TIME ZONE $3, 'HH24:MI') || ' ' || to_char($2::timestamptz AT TIME ZONE $3, 'HH24:MI') AS shown`,
    [at, new Date(at.getTime() - MINUTE), zone],
  );
  return rows[0]?.shown ?? "";
}
