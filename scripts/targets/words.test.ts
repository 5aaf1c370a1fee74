import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { findTarget } from "@/lib/letters/gate-queries";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { describeFully, describeTarget } from "./words";

const { db } = await testDatabase();
const NOW = new Date("2026-11-22T03:00:00.000Z");

/** An office with a note in its imported data, as a check leaves it. */
async function checkedOffice(email: string) {
  const { id: campaignId, slug } = await makeCampaign(db);
  const { id: targetId, key } = await makeTarget(db, campaignId, {
    key: "cz",
    email: "stary@urad.example",
    note: "E-mail jen z roku 2022",
  });
  const seen = { sourceUrl: "https://www.urad.example/kontakt", email, note: "Dole na stránce" };
  await db.targetCheck.create({
    data: { ...seen, id: randomUUID(), targetId, checkedAt: NOW, checkedBy: "command:test" },
  });
  const target = await findTarget(db, slug, key);
  if (!target) throw new Error("no office");
  return target;
}

test("an address whose domain counts as a throw-away one by now is told in the line of its office", async () => {
  expect(describeTarget(await checkedOffice("podatelna@urad.example"), NOW)).toBe(
    "CZ  cz  embassy, Praha: checked 2026-11-22, 90 days left",
  );
  expect(describeTarget(await checkedOffice("urad@mailinator.com"), NOW)).toBe(
    "CZ  cz  embassy, Praha: checked 2026-11-22, its domain is one of throw-away addresses by now",
  );
});

test("what a check says stands with the address it found, what the data say with their day", async () => {
  const lines = describeFully(await checkedOffice("podatelna@urad.example"), NOW).map((line) => line.trim());
  const from = lines.indexOf("e-mail   podatelna@urad.example");
  expect(lines.slice(from + 2)).toEqual([
    "Dole na stránce",
    "imported all but the e-mail, read 2026-03-01, sources of unknown date, medium",
    "source   Seznam ministerstva",
    "note     E-mail jen z roku 2022",
  ]);
});

test("the next moment is one at which a letter can leave, by the office's clock and by UTC", async () => {
  const office = await checkedOffice("podatelna@urad.example");
  const gate = { address: "podatelna@urad.example", timeZone: "Asia/Kathmandu", nextAt: NOW };
  const made = await db.officeGate.create({ data: gate });
  const paceOf = (more: Partial<typeof made>) =>
    describeFully({ ...office, gate: { ...made, ...more } }, NOW).find((line) => line.includes("pace"));
  // It is Sunday there; clocks are 5 hours 45 minutes ahead.
  const monday = "2026-11-23 09:00 there (2026-11-23T03:15:00.000Z)";
  const pace = "  pace     30 an hour, mon-fri 09:00-17:00 (Asia/Kathmandu)";
  expect(paceOf({})).toBe(`${pace}, next ${monday}`);
  expect(paceOf({ nextAt: new Date("2026-03-02T05:00:00Z") })).toBe(`${pace}, next ${monday}`);
  expect(paceOf({ nextAt: new Date("2026-11-24T05:00:00Z") })).toContain("next 2026-11-24 10:45 there");
  expect(paceOf({ frozenAt: NOW })).toBe(pace);
  expect(paceOf({ pausedAt: NOW })).toBe(pace);
});
