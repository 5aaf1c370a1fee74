import { expect, test } from "vitest";
import { confirmedRows } from "@/lib/testing/confirmed-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { changeDisplay } from "./change-display";
import { countSignatures } from "./count-signatures";
import { listSigners } from "./list-signers";
import { issueManageToken } from "./own-signature";
import { countryFigures, figureHistory } from "./published-figures";
import { releaseFigures } from "./release-figures";
import type { Display } from "./states";
import { withdrawSignature } from "./withdraw-signature";

const { db, keys, pool } = await testDatabase();
type Petition = Awaited<ReturnType<typeof makePetition>>;
/** A Monday, 03:00. */
const MONDAY = new Date("2026-03-09T03:00:00Z");
const before = (span: number) => new Date(MONDAY.getTime() - span);
const sign = (petition: Petition, wish: Partial<Parameters<typeof confirmedRows>[3]> = {}) =>
  confirmedRows(db, keys, petition, { at: before(5 * DAY), ...wish });

async function night(now: Date): Promise<void> {
  await countSignatures(pool, now);
  await listSigners(pool, keys, now);
  await releaseFigures(pool, now);
}

async function figures(petition: Petition, now = MONDAY, week?: string) {
  const read = await countryFigures(pool, petition.slug, { now, week });
  if (!read || read === "unknown-week") throw new Error("no figures");
  return read;
}

const shownCountries = (read: Awaited<ReturnType<typeof figures>>) =>
  read.items.flatMap(({ country, atLeast }) => (atLeast === null ? [] : [[country, atLeast]]));

test("a week's end releases full twenties per country, and all other cells say why they have no number", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { country: "KR", times: 57 });
  await sign(petition, { country: "JP", times: 19 });
  await sign(petition, { times: 5 });
  expect(await figures(petition)).toMatchObject({ week: null, items: [], nextRelease: "2026-03-16" });
  await night(MONDAY);
  const read = await figures(petition);
  expect(read).toMatchObject({ week: { from: "2026-03-02", until: "2026-03-08" }, total: 81, remainder: 41 });
  expect(shownCountries(read)).toEqual([["KR", 40]]);
  expect(read.items).toHaveLength(250);
  expect(read.items.find(({ country }) => country === "JP")).toEqual({
    country: "JP",
    atLeast: null,
    since: null,
    withheld: "under-threshold",
  });
});

test("a figure hides among at least twenty others, or is lowered until it does", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { country: "KR", times: 47 });
  await sign(petition, { country: "JP", times: 2 });
  await night(MONDAY);
  expect(shownCountries(await figures(petition))).toEqual([["KR", 20]]);
});

test("a week later nothing moves where too few signed to hide in; what stands says since when", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { country: "KR", times: 39 });
  await sign(petition, { times: 30 });
  await night(MONDAY);
  const next = new Date(MONDAY.getTime() + 7 * DAY);
  await sign(petition, { country: "KR", at: new Date(next.getTime() - DAY) });
  await night(next);
  const read = await figures(petition, next);
  expect(read.total).toBe(70);
  expect(read.items.find(({ country }) => country === "KR")).toMatchObject({
    atLeast: 20,
    since: "2026-03-08",
  });
  expect((await figures(petition, next, "2026-03-02")).total).toBe(69);
  expect(await countryFigures(pool, petition.slug, { now: next, week: "2026-02-23" })).toBe("unknown-week");
});

test("who is shown by name is counted among full twenties of the shown, never of the others", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { country: "KR", times: 25, display: "public", name: "김하늘" });
  await sign(petition, { country: "KR", times: 18 });
  await sign(petition, { times: 40 });
  await night(MONDAY);
  expect(shownCountries(await figures(petition))).toEqual([["KR", 20]]);
});

test("days and weeks are written once, however many workers are at it, and never changed", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { country: "KR", times: 60 });
  await countSignatures(pool, MONDAY);
  const runs = await Promise.all(Array.from({ length: 6 }, () => releaseFigures(pool, MONDAY)));
  expect(runs.some(({ ran }) => ran)).toBe(true);
  const stood = await figures(petition);
  await sign(petition, { country: "KR", times: 60 });
  await night(new Date(MONDAY.getTime() + HOUR));
  expect(await figures(petition)).toEqual(stood);
  for (const table of ["figure_day", "figure_release", "figure_country"])
    await expect(pool.query(`UPDATE ${table} SET petition_id = petition_id`)).rejects.toThrow(
      "never changed",
    );
});

test("nothing is released while the count is behind", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { times: 60 });
  await countSignatures(pool, MONDAY);
  expect(await releaseFigures(pool, new Date(MONDAY.getTime() + DAY))).toMatchObject({ ran: false });
});

test("the history has finished days only; a small day waits for the next that is shown", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { times: 30, at: before(4 * DAY) });
  await sign(petition, { times: 7, at: before(3 * DAY) });
  await sign(petition, { times: 15, at: before(2 * DAY) });
  await sign(petition, { times: 50, at: before(HOUR) });
  await night(MONDAY);
  const read = await figureHistory(pool, petition.slug);
  const under = "under-threshold";
  expect(read?.items).toEqual([
    { day: "2026-03-05", total: 30, change: 30, since: "2026-03-05", withheld: null },
    { day: "2026-03-06", total: null, change: null, since: null, withheld: under },
    { day: "2026-03-07", total: 52, change: 22, since: "2026-03-06", withheld: null },
    { day: "2026-03-08", total: null, change: null, since: null, withheld: under },
  ]);
  expect(await figureHistory(pool, "no-such-petition")).toBeNull();
});

const afterMonday = (span: number) => new Date(MONDAY.getTime() + span);
const proof = (id: string, now: Date) => ({ token: issueManageToken(keys, id, now) });
const atLeast = async (petition: Petition, now: Date) =>
  Object.fromEntries(shownCountries(await figures(petition, now)));

async function show(ids: string[], display: Display, now: Date): Promise<void> {
  // Who has an address can change it.
  await db.signature.updateMany({ where: { id: { in: ids } }, data: { emailEnc: Uint8Array.of(1) } });
  for (const id of ids)
    expect((await changeDisplay({ pool, keys, now }, proof(id, now), display)).ok).toBe(true);
}

test("no figure is more than there are, however often people change how they are shown", async () => {
  const petition = await makePetition(db, keys);
  const named = { country: "KR", name: "김하늘", times: 20 };
  const counted = await sign(petition, named);
  const shown = await sign(petition, { ...named, display: "public", at: before(5 * HOUR) });
  await sign(petition, { times: 45 });
  await night(MONDAY);
  expect(await atLeast(petition, MONDAY)).toEqual({ KR: 40 });
  const steps: [string[], Display][] = [
    [counted, "public"],
    [shown, "counted"],
    [shown, "initials"],
    [counted, "counted"],
    [counted, "public"],
  ];
  for (const [week, [ids, display]] of steps.entries()) {
    // Just after a release is the worst moment: on that day nobody else is listed.
    await show(ids, display, afterMonday(week * 7 * DAY + HOUR));
    await night(afterMonday(week * 7 * DAY + 2 * HOUR));
    await night(afterMonday(week * 7 * DAY + DAY));
    const now = afterMonday((week + 1) * 7 * DAY);
    await night(now);
    expect((await atLeast(petition, now)).KR ?? 0).toBeLessThanOrEqual(40);
  }
});

test("nor where hardly anyone else is there, and nobody left", async () => {
  const petition = await makePetition(db, keys);
  const ids = await sign(petition, { country: "KR", name: "김하늘", times: 20 });
  await sign(petition, { times: 40 });
  await night(MONDAY);
  await show(ids, "public", afterMonday(HOUR));
  await night(afterMonday(2 * HOUR));
  for (const week of [1, 2, 3]) {
    await night(afterMonday(week * 7 * DAY - DAY));
    await night(afterMonday(week * 7 * DAY));
    expect(await atLeast(petition, afterMonday(week * 7 * DAY))).toEqual({ KR: 20 });
  }
});

test("a week that is released late is told as it ended: later withdrawals and forgotten people are not in it", async () => {
  const petitions = await Promise.all([1, 2].map(() => makePetition(db, keys)));
  const wednesday = afterMonday(2 * DAY);
  const released = [];
  for (const [index, petition] of petitions.entries()) {
    const ids = await sign(petition, { country: "KR", times: 60 });
    await sign(petition, { times: 40 });
    // Some of them were to be forgotten: their withdrawal waits for its own moment.
    await db.signature.updateMany({ where: { id: { in: ids.slice(0, 20) } }, data: { forgetMe: true } });
    for (const id of index ? ids.slice(0, 45) : []) {
      const now = afterMonday(HOUR);
      expect((await withdrawSignature({ pool, keys, now }, proof(id, now))).ok).toBe(true);
    }
    await night(wednesday);
    released.push(
      await db.figureRelease.findFirst({ where: { petitionId: petition.id }, omit: { petitionId: true } }),
    );
    expect(await atLeast(petition, wednesday)).toEqual({ KR: 60 });
  }
  expect(released[1]).toEqual(released[0]);
  expect(released[1]).toMatchObject({ countedOnly: 100, leftCount: 0, total: 100 });
});

test("who was to be forgotten and withdraws leaves the figures with the entry, not before", async () => {
  const petition = await makePetition(db, keys);
  const late = before(4 * HOUR);
  const ids = await sign(petition, { country: "KR", times: 40, at: before(DAY) });
  await sign(petition, { times: 40 });
  await db.signature.updateMany({ where: { id: { in: ids } }, data: { forgetMe: true } });
  for (const id of ids) await withdrawSignature({ pool, keys, now: late }, proof(id, late));
  const end = new Date("2026-03-09T00:00:00Z");
  const waiting = await db.countEntry.count({
    where: { petitionId: petition.id, kind: "withdraw", dueAt: { gte: end } },
  });
  expect(waiting).toBeGreaterThan(0);
  await night(MONDAY);
  const release = await db.figureRelease.findFirst({ where: { petitionId: petition.id } });
  expect(release).toMatchObject({ countedOnly: 40 + waiting, leftCount: 40 - waiting, total: 40 + waiting });
});
