import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { seal } from "@/lib/crypto/seal";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { countSignatures } from "./count-signatures";
import { listSigners, unlistSigner } from "./list-signers";
import { listPublicSigners } from "./public-signers";
import { countryFigures, figureHistory } from "./published-figures";
import { releaseFigures } from "./release-figures";

const { db, keys, pool } = await testDatabase();
type Petition = Awaited<ReturnType<typeof makePetition>>;
/** A Monday, 03:00. */
const MONDAY = new Date("2026-03-09T03:00:00Z");
const before = (span: number) => new Date(MONDAY.getTime() - span);
const bytes = (buffer: Buffer) => new Uint8Array(buffer);

type Wish = {
  country?: string | null;
  display?: string;
  name?: string;
  at?: Date;
  times?: number;
  forgetMe?: boolean;
  reason?: string;
};

/** Confirmed signatures with their entries, as confirming writes them. Returns their ids. */
async function sign(petition: Petition, wish: Wish = {}): Promise<string[]> {
  const {
    country = null,
    display = "counted",
    name,
    at = before(5 * DAY),
    times = 1,
    forgetMe = false,
    reason,
  } = wish;
  const ids = Array.from({ length: times }, () => randomUUID());
  const moments = { requestedAt: at, mailedAt: at, expiresAt: at, countedAt: at };
  await db.signature.createMany({
    data: ids.map((id) => ({
      id,
      petitionId: petition.id,
      versionId: petition.versionId,
      state: "confirmed",
      display,
      country,
      locale: "en",
      forgetMe,
      updates: false,
      mailRequest: randomUUID(),
      nameEnc: name ? bytes(seal(keys, "personal-fields", "signature.name", name)) : null,
      reasonEnc: reason ? bytes(seal(keys, "personal-fields", "signature.reason", reason)) : null,
      ...moments,
    })),
  });
  await db.countEntry.createMany({
    data: ids.map(() => ({ petitionId: petition.id, kind: "confirm", country, dueAt: at })),
  });
  return ids;
}

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

test("a petition nobody may see has no figures and no signers", async () => {
  const petition = await makePetition(db, keys, { state: "draft" });
  await sign(petition, { times: 60, display: "public", name: "Žofie", country: "CZ" });
  await night(MONDAY);
  expect(await countryFigures(pool, petition.slug, { now: MONDAY })).toBeNull();
  expect(await listPublicSigners(pool, keys, petition.slug, { limit: 10 })).toBeNull();
});

async function names(petition: Petition): Promise<string[]> {
  const page = await listPublicSigners(pool, keys, petition.slug, { limit: 100 });
  if (!page || page === "unknown-after") throw new Error("no list");
  return page.items.map(({ name }) => name);
}

test("a day's signers are listed the next day by alphabet, whenever they signed; the others never", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition, { display: "public", name: "Žofie Nováková", country: "CZ", at: before(9 * HOUR) });
  await sign(petition, { display: "public", name: "Ørjan Aas", country: "NO", at: before(6 * HOUR) });
  await sign(petition, {
    display: "initials",
    name: "Anna-Maria Łucka",
    country: "PL",
    at: before(7 * HOUR),
  });
  await sign(petition, { display: "initials", name: "김하늘", country: "KR", at: before(8 * HOUR) });
  await sign(petition, { display: "counted", name: "Verborgen Person", country: "DE" });
  await sign(petition, { display: "public", name: "Heute Erst", country: "DE", at: before(HOUR) });
  await countSignatures(pool, MONDAY);
  expect(await names(petition)).toEqual([]);
  await listSigners(pool, keys, MONDAY);
  expect(await names(petition)).toEqual(["A. Ł.", "Ørjan Aas", "Žofie Nováková", "김"]);
  expect((await listSigners(pool, keys, MONDAY)).listed).toBe(0);
  await listSigners(pool, keys, new Date(MONDAY.getTime() + DAY));
  expect((await names(petition))[0]).toBe("Heute Erst");
});

test("pages by key hold everyone once, and a key that is none is said to be unknown", async () => {
  const petition = await makePetition(db, keys);
  for (const name of ["Ada", "Bo", "Čapek", "Dörte", "Émile"])
    await sign(petition, { display: "public", name, country: "CZ" });
  await night(MONDAY);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listPublicSigners(pool, keys, petition.slug, { limit: 2, after });
    if (!page || page === "unknown-after") throw new Error("no page");
    seen.push(...page.items.map(({ name }) => name));
    after = page.next ?? undefined;
  } while (after);
  expect(seen).toEqual(["Ada", "Bo", "Čapek", "Dörte", "Émile"]);
  for (const key of ["x", "2026-02-30.5", "2026-03-09.", "2026-03-09.1;--", "9999-99-99.1"])
    expect(await listPublicSigners(pool, keys, petition.slug, { limit: 2, after: key })).toBe(
      "unknown-after",
    );
});

test("who withdraws, is removed, erased or changes display is gone at once, with or without being taken off", async () => {
  const petition = await makePetition(db, keys);
  const [gone = "", erased = "", changed = "", off = ""] = await Promise.all(
    ["Withdrawn", "Erased", "Changed", "Taken Off"].map(
      async (name) => (await sign(petition, { display: "public", name, country: "CZ" }))[0],
    ),
  );
  await night(MONDAY);
  expect(await names(petition)).toHaveLength(4);
  await db.signature.update({ where: { id: gone }, data: { state: "withdrawn" } });
  await db.signature.update({ where: { id: erased }, data: { nameEnc: null } });
  await db.signature.update({ where: { id: changed }, data: { display: "initials" } });
  const client = await pool.connect();
  await unlistSigner(client, off);
  client.release();
  expect(await names(petition)).toEqual([]);
});

test("a reason is shown only once a moderator decided so", async () => {
  const petition = await makePetition(db, keys);
  const [id = ""] = await sign(petition, {
    display: "public",
    name: "Ada",
    country: "CZ",
    reason: "Protože musíme.",
  });
  await night(MONDAY);
  const reason = async () => {
    const page = await listPublicSigners(pool, keys, petition.slug, { limit: 1 });
    return page && page !== "unknown-after" ? page.items[0]?.reason : "none";
  };
  for (const state of [null, "pending", "hidden"]) {
    await db.signature.update({ where: { id }, data: { reasonState: state } });
    expect(await reason()).toBeNull();
  }
  await db.signature.update({ where: { id }, data: { reasonState: "shown" } });
  expect(await reason()).toEqual({ text: "Protože musíme.", locale: "en" });
});
