import { expect, test } from "vitest";
import { suppress, suppressedAmong, suppressionHashes } from "@/lib/mail/suppression";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { checkTarget } from "./check-target";
import {
  freezeCampaign,
  freezeOffice,
  resumeOffice,
  unfreezeCampaign,
  unfreezeOffice,
} from "./freeze-letters";
import { findOffice } from "./office-queries";
import { paceOffice } from "./pace-office";

const { db, pool, keys } = await testDatabase();
/** A Sunday, 08:45 in Kathmandu. */
const NOW = new Date("2026-11-22T03:00:00.000Z");

async function world(email = "urad@urad.example") {
  const campaign = await makeCampaign(db);
  const target = await makeTarget(db, campaign.id);
  const desk = { db, pool, keys, actor: "command:test", now: NOW };
  const asked = { campaign: campaign.slug, target: target.key };
  const look = { email, sourceUrl: "https://www.urad.example/", note: null, anyway: false };
  await checkTarget(desk, { ...asked, ...look });
  const platform = async () => (await findOffice(db, campaign.slug, target.key, NOW))?.platform;
  const audited = async () => {
    const where = { campaignId: campaign.id, action: { not: "check-target" } };
    return (await db.auditEntry.findMany({ where, orderBy: { id: "asc" } })).map(({ action }) => action);
  };
  const gate = () => db.officeGate.findUniqueOrThrow({ where: { address: email } });
  return { campaign, target, desk, asked, platform, audited, gate };
}

test("an office is frozen for every campaign that writes there, until it is unfrozen", async () => {
  const [one, other] = [await world(), await world()];
  expect(await freezeOffice(one.desk, one.asked)).toEqual({ ok: true, changed: true });
  expect(await freezeOffice(other.desk, other.asked)).toEqual({ ok: true, changed: false });
  expect([await one.platform(), await other.platform()]).toEqual([
    { may: false, why: "waits" },
    { may: false, why: "waits" },
  ]);
  expect(await one.gate()).toMatchObject({ frozenAt: NOW, frozenBy: "command:test" });
  expect(await unfreezeOffice(other.desk, other.asked)).toEqual({ ok: true, changed: true });
  expect(await unfreezeOffice(one.desk, one.asked)).toEqual({ ok: true, changed: false });
  expect(await one.platform()).toMatchObject({ may: true });
  expect([await one.audited(), await other.audited()]).toEqual([["freeze-office"], ["unfreeze-office"]]);
});

test("a campaign is frozen apart from the office", async () => {
  const [one, other] = [await world("a@urad.example"), await world("a@urad.example")];
  expect(await freezeCampaign(one.desk, one.campaign.slug)).toEqual({ ok: true, changed: true });
  expect(await freezeCampaign(one.desk, one.campaign.slug)).toEqual({ ok: true, changed: false });
  expect(await one.platform()).toEqual({ may: false, why: "waits" });
  expect(await other.platform()).toMatchObject({ may: true });
  expect(await unfreezeCampaign(one.desk, one.campaign.slug)).toEqual({ ok: true, changed: true });
  expect(await one.platform()).toMatchObject({ may: true });
  expect(await one.audited()).toEqual(["freeze-letters", "unfreeze-letters"]);
  expect(await freezeCampaign(one.desk, "neni")).toEqual({ ok: false, reason: "unknown-campaign" });
});

test("a paused office goes on once somebody has looked, and stays frozen if it was", async () => {
  const { desk, asked, platform, gate, audited } = await world("b@urad.example");
  await db.officeGate.update({
    where: { address: "b@urad.example" },
    data: { pausedAt: NOW, pauseNote: "550 vrátilo se" },
  });
  expect(await platform()).toEqual({ may: false, why: "waits" });
  const { exact, mailbox } = await suppressionHashes(pool, keys, "b@urad.example", NOW);
  await suppress(pool, exact, "bounce", NOW);
  await suppress(pool, mailbox, "never-mail", NOW);
  await freezeOffice(desk, asked);
  expect(await resumeOffice(desk, asked)).toEqual({ ok: true, changed: true });
  expect(await resumeOffice(desk, asked)).toEqual({ ok: true, changed: false });
  expect(await gate()).toMatchObject({ pausedAt: null, pauseNote: null, frozenAt: NOW });
  // What the office itself says stays.
  expect(await suppressedAmong(pool, [exact, mailbox], NOW)).toEqual(new Set([mailbox.toString("hex")]));
  expect(await audited()).toEqual(["freeze-office", "resume-office"]);
});

test("an office without a checked address has nothing to freeze, pace or resume", async () => {
  const campaign = await makeCampaign(db);
  const target = await makeTarget(db, campaign.id);
  const desk = { db, pool, keys, actor: "command:test", now: NOW };
  const asked = { campaign: campaign.slug, target: target.key };
  for (const move of [freezeOffice, unfreezeOffice, resumeOffice]) {
    expect(await move(desk, asked)).toEqual({ ok: false, reason: "no-gate" });
    expect(await move(desk, { ...asked, target: "neni" })).toEqual({ ok: false, reason: "unknown-target" });
  }
  const pace = { perHour: 10, hours: "mon-fri 09:00-17:00" };
  expect(await paceOffice(desk, { ...asked, ...pace })).toEqual({ ok: false, reason: "no-gate" });
  expect(await db.auditEntry.count({ where: { campaignId: campaign.id } })).toBe(0);
});

test("a pace holds from now on, within working hours of the office's clock", async () => {
  const { desk, asked, gate } = await world("c@urad.example");
  // Monday 09:00 in Kathmandu is a quarter past three in UTC.
  const monday = new Date("2026-11-23T03:15:00.000Z");
  const pace = (perHour: number, hours: string) => paceOffice(desk, { ...asked, perHour, hours });
  expect(await pace(12, "mon-fri 09:00-17:00")).toEqual({ ok: true, nextAt: monday });
  expect(await gate()).toMatchObject({ perHour: 12, hours: "mon-fri 09:00-17:00", nextAt: monday });
  expect(await pace(12, "sun-thu 00:00-24:00")).toEqual({
    ok: true,
    nextAt: new Date(NOW.getTime() + 5 * MINUTE),
  });
  await db.officeGate.update({
    where: { address: "c@urad.example" },
    data: { nextAt: new Date(NOW.getTime() + DAY) },
  });
  expect(await pace(1, "sun-thu 00:00-24:00")).toEqual({ ok: true, nextAt: new Date(NOW.getTime() + HOUR) });
});

test.each([
  [0, "mon-fri 09:00-17:00", "bad-pace"],
  [-1, "mon-fri 09:00-17:00", "bad-pace"],
  [Number.NaN, "mon-fri 09:00-17:00", "bad-pace"],
  [Number.POSITIVE_INFINITY, "mon-fri 09:00-17:00", "bad-pace"],
  [36_001, "mon-fri 09:00-17:00", "bad-pace"],
  [30, "always", "bad-hours"],
])("%s an hour, %s, is refused", async (perHour, hours, reason) => {
  const { desk, asked, gate } = await world("d@urad.example");
  const before = await gate();
  expect(await paceOffice(desk, { ...asked, perHour, hours })).toEqual({ ok: false, reason });
  expect(await gate()).toEqual(before);
});
