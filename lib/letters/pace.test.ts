import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { dispatchLetters } from "./dispatch-letters";
import { testWriters } from "./test-writers";

const world = await testDatabase();
const { db, keys, pool } = world;
const writers = testWriters(world);
const campaign = await makeCampaign(db);
await writers.template(campaign, new Date("2026-03-02T03:00:00Z"));

/** Lets time pass until nothing waits, from turn to turn. Returns when each letter left. */
async function runDown(address: string, from: Date, random: () => number): Promise<Date[]> {
  const moments: Date[] = [];
  for (let now = from; ; ) {
    const sent = await dispatchLetters({ pool, keys, clock: () => now, random });
    moments.push(...Array<Date>(sent).fill(now));
    if ((await db.letter.count({ where: { state: "queued" } })) === 0) return moments;
    const { nextAt } = await db.officeGate.findUniqueOrThrow({ where: { address } });
    if (nextAt <= now) throw new Error("time stands still");
    now = nextAt;
  }
}

const clockOf = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at: Date) => format.format(at).replace(",", "");
};

test.each([
  // Clocks go forward on a Sunday between: 8 March in New York, 29 March in Berlin; back on 1 November in New York.
  ["America/New_York", "2026-03-06T20:30:00Z"],
  ["Europe/Berlin", "2026-03-27T15:00:00Z"],
  ["America/New_York", "2026-10-30T20:00:00Z"],
  ["Asia/Seoul", "2026-03-06T07:30:00Z"],
])(
  "letters leave within the working hours of %s, spread, over a change of the clock (%s)",
  async (timeZone, start) => {
    const from = new Date(start);
    const office = await writers.office(campaign, from, {
      perHour: 30,
      hours: "mon-fri 09:00-17:00",
      timeZone,
    });
    for (let n = 0; n < 60; n += 1) await writers.confirmed(campaign, office, from);
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const moments = await runDown(office.address, from, random);
    expect(moments).toHaveLength(60);
    const shown = moments.map(clockOf(timeZone));
    for (const at of shown) expect(at).toMatch(/^(Mon|Tue|Wed|Thu|Fri) (09|1[0-6]):/);
    expect(shown.filter((at) => at.startsWith("Mon 09")).length).toBeGreaterThan(5);
    const gaps = moments
      .slice(1)
      .map((at, n) => at.getTime() - (moments[n]?.getTime() ?? 0))
      .filter((gap) => gap < HOUR);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3 * MINUTE);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(Math.abs(mean - 2 * MINUTE)).toBeLessThan(15 * SECOND);
  },
);
