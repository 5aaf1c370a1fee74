import { expect, test } from "vitest";
import { confirmedRows } from "@/lib/testing/confirmed-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { countSignatures } from "./count-signatures";
import { listSigners, unlistSigner } from "./list-signers";
import { countPublicSigners, listPublicSigners } from "./public-signers";
import { countryFigures } from "./published-figures";
import { releaseFigures } from "./release-figures";

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
  const nexts: string[] = [];
  let after: string | undefined;
  do {
    const page = await listPublicSigners(pool, keys, petition.slug, { limit: 2, after });
    if (!page || page === "unknown-after") throw new Error("no page");
    seen.push(...page.items.map(({ name }) => name));
    after = page.next ?? undefined;
    if (after) nexts.push(after);
  } while (after);
  expect(seen).toEqual(["Ada", "Bo", "Čapek", "Dörte", "Émile"]);
  // A key tells no position, is the same at each reading, and is good for this petition alone.
  expect(nexts.map((key) => key.length)).toEqual([22, 22]);
  expect(await listPublicSigners(pool, keys, petition.slug, { limit: 2 })).toMatchObject({ next: nexts[0] });
  const other = await makePetition(db, keys);
  expect(await listPublicSigners(pool, keys, other.slug, { limit: 2, after: nexts[0] })).toBe(
    "unknown-after",
  );
  for (const key of [
    "x",
    nexts[0]?.replace(/^./, (first) => (first === "A" ? "B" : "A")),
    "2026-02-30.5",
    "2026-03-09.",
    "2026-03-09.1;--",
    "9999-99-99.1",
    "A".repeat(22),
  ])
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

test("how many are listed is counted by the day's batch, for no reader, and says of which day it is", async () => {
  const [petition, quiet] = [await makePetition(db, keys), await makePetition(db, keys)];
  const [id = ""] = await sign(petition, { times: 3, display: "public", name: "Žofie", country: "CZ" });
  expect(await countPublicSigners(pool, petition.id)).toBeNull();
  await night(MONDAY);
  expect(await countPublicSigners(pool, petition.id)).toEqual({ count: 3, day: "2026-03-09" });
  expect(await countPublicSigners(pool, quiet.id)).toBeNull();
  await db.signature.update({ where: { id }, data: { display: "counted" } });
  await listSigners(pool, keys, new Date(MONDAY.getTime() + HOUR));
  expect(await countPublicSigners(pool, petition.id)).toEqual({ count: 3, day: "2026-03-09" });
  await listSigners(pool, keys, new Date(MONDAY.getTime() + DAY));
  expect(await countPublicSigners(pool, petition.id)).toEqual({ count: 2, day: "2026-03-10" });
});
