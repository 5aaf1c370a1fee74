import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { checkTarget, type TargetChecking } from "./check-target";
import { CHECK_VALID, checkedAddress, isChecked } from "./checked-address";
import { findOffice } from "./office-queries";

const { db, pool } = await testDatabase();
const NOW = new Date("2026-11-22T03:00:00.000Z");
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

async function world(wish: Parameters<typeof makeTarget>[2] = {}) {
  const campaign = await makeCampaign(db);
  const target = await makeTarget(db, campaign.id, { email: "stary@urad.example", ...wish });
  const look = (given: Partial<TargetChecking> = {}, now = NOW) =>
    checkTarget(
      { db, actor: "command:test", now },
      {
        campaign: campaign.slug,
        target: target.key,
        email: "Podatelna@urad.example",
        sourceUrl: "https://www.urad.example/kontakt",
        note: null,
        anyway: false,
        ...given,
      },
    );
  const office = async (now = NOW) => {
    const found = await findOffice(db, campaign.slug, target.key, now);
    if (!found) throw new Error("no office");
    return found;
  };
  return { campaign, target, look, office };
}

test("nothing goes anywhere until somebody has looked, whatever the import says", async () => {
  const { target, office } = await world();
  await db.target.update({ where: { id: target.id }, data: { platformSending: true, contactReady: true } });
  expect((await office()).platform).toEqual({ may: false, why: "unchecked" });
  expect((await office()).email).toBe("stary@urad.example");
  expect(await checkedAddress(pool, target.id, NOW)).toEqual({ ok: false, why: "unchecked" });
});

test("a checked address is good for ninety days to the second, and has a gate in the office's time zone", async () => {
  const { target, look, office } = await world();
  const gate = "podatelna@urad.example";
  expect(await look({ note: "Dole na stránce" })).toEqual({
    ...{ ok: true, gate, paused: false, frozen: false, letters: 0 },
    assumedHours: "mon-fri 09:00-17:00",
  });
  const sourceUrl = "https://www.urad.example/kontakt";
  const address = "Podatelna@urad.example";
  expect((await office(later(CHECK_VALID))).platform).toEqual({
    may: true,
    address,
    checkedAt: NOW,
    sourceUrl,
  });
  expect((await office(later(CHECK_VALID + 1))).platform).toEqual({ may: false, why: "check-too-old" });
  expect((await office()).check).toEqual({ at: NOW, email: address, sourceUrl, note: "Dole na stránce" });
  expect(await checkedAddress(pool, target.id, later(CHECK_VALID))).toMatchObject({
    ok: true,
    address,
    gate,
  });
  expect(await checkedAddress(pool, target.id, later(CHECK_VALID + 1))).toEqual({
    ok: false,
    why: "check-too-old",
  });
  expect(await db.officeGate.findUniqueOrThrow({ where: { address: gate } })).toMatchObject({
    perHour: 30,
    hours: "mon-fri 09:00-17:00",
    timeZone: "Asia/Kathmandu",
    nextAt: NOW,
  });
});

test("the newest look counts: an address that is gone is gone, and comes back by a newer one", async () => {
  const { target, look, office } = await world();
  await look();
  expect(await look({ email: null }, later(DAY))).toMatchObject({ ok: true, gate: null });
  expect(await office(later(DAY))).toMatchObject({
    email: null,
    platform: { may: false, why: "no-address" },
  });
  expect(await checkedAddress(pool, target.id, later(DAY))).toEqual({ ok: false, why: "no-address" });
  await look({ email: "novy@urad.example" }, later(2 * DAY));
  expect((await office(later(2 * DAY))).platform).toMatchObject({ may: true, address: "novy@urad.example" });
});

test("a gate that is there keeps its pace and its switches", async () => {
  const { target, look, office } = await world();
  await look();
  await db.officeGate.update({
    where: { address: "podatelna@urad.example" },
    data: { perHour: 5, pausedAt: NOW, pauseNote: "vrátilo se", frozenAt: NOW, frozenBy: "command:test" },
  });
  expect(await look({}, later(DAY))).toMatchObject({ ok: true, paused: true, frozen: true });
  expect((await office(later(DAY))).platform).toEqual({ may: false, why: "waits" });
  const other = await world();
  expect(await other.look()).toMatchObject({ ok: true, gate: "podatelna@urad.example", paused: true });
  const gate = await db.officeGate.findUniqueOrThrow({ where: { address: "podatelna@urad.example" } });
  expect(gate.perHour).toBe(5);
  // Whether it may leave now is the gate's to say; that it is the right address is not doubted.
  expect(await checkedAddress(pool, target.id, later(DAY))).toMatchObject({ ok: true });
  await db.officeGate.delete({ where: { address: "podatelna@urad.example" } });
});

test("a new address keeps the office's pace, hours and freeze, but not that the old one sent mail back", async () => {
  const { look } = await world();
  await look();
  const former = { address: "podatelna@urad.example" };
  const data = { perHour: 5, hours: "sun-thu 08:00-14:00", frozenAt: NOW, frozenBy: "command:test" };
  await db.officeGate.update({ where: former, data: { ...data, pausedAt: NOW, pauseNote: "bounced" } });
  await look({ email: null }, later(DAY));
  const address = "nova-podatelna@urad.example";
  expect(await look({ email: address }, later(2 * DAY))).toMatchObject({
    ...{ ok: true, gate: address, paused: false, frozen: true, assumedHours: null },
  });
  expect(await db.officeGate.findUniqueOrThrow({ where: { address } })).toMatchObject(data);
  await db.officeGate.deleteMany({ where: { address: { in: [former.address, address] } } });
});

test.each([
  ["no address of a page", { sourceUrl: "www.urad.example" }, "bad-source"],
  ["a page that is a script", { sourceUrl: "javascript:alert(1)//urad.example" }, "bad-source"],
  ["a page with a password", { sourceUrl: "https://a:b@www.urad.example/" }, "bad-source"],
  ["a page too long", { sourceUrl: `https://www.urad.example/${"x".repeat(2_000)}` }, "bad-source"],
  ["somebody else's page", { sourceUrl: "https://wiki.example.org/urad" }, "unofficial-source"],
  ["no address", { email: "podatelna" }, "bad-address"],
  ["two addresses", { email: "a@urad.example,b@urad.example" }, "bad-address"],
  ["a header", { email: "a@urad.example\r\nBcc: b@urad.example" }, "bad-address"],
  ["an empty address", { email: "" }, "bad-address"],
  ["a person's address", { email: "jan.novak@gmail.com" }, "unofficial-address"],
  ["another office", { target: "neni" }, "unknown-target"],
  ["another campaign", { campaign: "neni" }, "unknown-target"],
  ["a long note", { note: "x".repeat(1_001) }, "long-note"],
])("%s is refused, and nothing is written", async (_name, given, reason) => {
  const { target, look } = await world();
  expect(await look(given)).toEqual({ ok: false, reason });
  expect(await db.targetCheck.count({ where: { targetId: target.id } })).toBe(0);
  expect(await db.auditEntry.count({ where: { subjectId: target.id } })).toBe(0);
});

test("whoever insists is believed, and it is written down that they did", async () => {
  const { target, look } = await world({ website: null });
  expect(
    await look({
      anyway: true,
      sourceUrl: "https://velvyslanectvi.example.org/",
      email: "velvyslanectvi@gmail.com",
    }),
  ).toMatchObject({ ok: true });
  const [entry] = await db.auditEntry.findMany({ where: { subjectId: target.id } });
  expect(entry).toMatchObject({
    action: "check-target",
    actor: "command:test",
    campaignId: target.campaignId,
  });
  expect(entry?.detail).toEqual({ target: target.key, found: true, anyway: true });
});

test("where it is known that there is no office, none is found", async () => {
  const { look, office } = await world({ kind: "none", name: null });
  expect(await look()).toEqual({ ok: false, reason: "no-office" });
  expect((await office()).platform).toEqual({ may: false, why: "none" });
});

test("an address whose domain is listed as a throw-away one since is none any more, and that is said", async () => {
  const { target, look, office } = await world();
  await look();
  await db.targetCheck.create({
    data: {
      ...{ id: randomUUID(), targetId: target.id, checkedAt: later(1), checkedBy: "command:test" },
      ...{ sourceUrl: "https://www.urad.example/kontakt", email: "urad@mailinator.com" },
    },
  });
  expect((await office(later(1))).platform).toEqual({ may: false, why: "bad-address" });
  expect(await checkedAddress(pool, target.id, later(1))).toEqual({ ok: false, why: "bad-address" });
});

test.each([
  ["unchecked", "never", "embassy"],
  ["ok", CHECK_VALID, "embassy"],
  ["check-too-old", CHECK_VALID + 1, "embassy"],
  ["no-address", "not there", "embassy"],
  ["none", 0, "none"],
] as const)("whole queues are asked by the same rule as one letter: %s", async (says, looked, kind) => {
  const { target, look } = await world();
  const email = looked === "not there" ? null : "podatelna@urad.example";
  if (looked !== "never") await look({ email });
  await db.target.update({ where: { id: target.id }, data: { kind } });
  const now = later(typeof looked === "number" ? looked : 0);
  const one = await checkedAddress(pool, target.id, now);
  expect(one.ok ? "ok" : one.why).toBe(says);
  const { rows } = await pool.query<{ may: boolean }>(`SELECT ${isChecked("$1", "$2::timestamptz")} AS may`, [
    target.id,
    new Date(now.getTime() - CHECK_VALID),
  ]);
  expect(rows).toEqual([{ may: one.ok }]);
});

test("a check that was written is never changed", async () => {
  const { target, look } = await world();
  await look();
  const change = pool.query("UPDATE target_check SET email = 'jiny@urad.example' WHERE target_id = $1", [
    target.id,
  ]);
  await expect(change).rejects.toThrow("target_check is never changed");
});
