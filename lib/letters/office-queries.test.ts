import { expect, test } from "vitest";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { countriesWithOffices, findOffice, listOfficePage, officesFor } from "./office-queries";
import { office } from "./office-schema";

const { db } = await testDatabase();
const NOW = new Date("2026-11-22T03:00:00.000Z");

async function world(state = "live") {
  const campaign = await makeCampaign(db, { state });
  const add = (key: string, kind: string, country: string | null, city: string | null = null) =>
    makeTarget(db, campaign.id, { key, kind, country, city });
  await add("zvlastni", "un-mandate", null);
  await add("urad-osn", "un-agency", "CH", "Ženeva");
  await add("cz-ministerstvo", "foreign-ministry", "CZ", "Praha");
  await add("cz-vybor", "parliamentary-body", "CZ", "Praha");
  await add("cz-konzulat-ostrava", "consulate-general", "CZ", "Ostrava");
  await add("cz-konzulat-brno", "consulate-general", "CZ", "Brno");
  await add("cz-velvyslanectvi", "embassy", "CZ", "Praha");
  await add("eu-mise", "mission", "EU", "Brusel");
  await add("tw", "none", "TW");
  return campaign;
}

const keysOf = (offices: { key: string }[]) => offices.map(({ key }) => key);

test("an embassy comes first, then consulates by city, the own ministry, and those for all", async () => {
  const { slug } = await world();
  expect(keysOf(await officesFor(db, slug, "CZ", NOW))).toEqual([
    "cz-velvyslanectvi",
    "cz-konzulat-brno",
    "cz-konzulat-ostrava",
    "cz-ministerstvo",
    "cz-vybor",
    "urad-osn",
    "zvlastni",
  ]);
  expect(keysOf(await officesFor(db, slug, "EU", NOW))).toEqual(["eu-mise", "urad-osn", "zvlastni"]);
  expect(keysOf(await officesFor(db, slug, "TW", NOW))).toEqual(["tw", "urad-osn", "zvlastni"]);
  expect(keysOf(await officesFor(db, slug, null, NOW))).toEqual(["urad-osn", "zvlastni"]);
  expect(keysOf(await officesFor(db, slug, "CH", NOW))).toEqual(["urad-osn", "zvlastni"]);
  expect(await countriesWithOffices(db, slug)).toEqual(["CH", "CZ", "EU", "TW"]);
});

test("an office is what its description says", async () => {
  const { slug } = await world();
  const found = await findOffice(db, slug, "cz-velvyslanectvi", NOW);
  expect(office.strict().safeParse(found).error).toBeUndefined();
});

test("a draft's offices do not exist for the public, nor do odd names", async () => {
  const { slug } = await world("draft");
  expect(await officesFor(db, slug, "CZ", NOW)).toEqual([]);
  expect(await findOffice(db, slug, "tw", NOW)).toBeNull();
  expect(await listOfficePage(db, { campaign: slug, limit: 10 }, NOW)).toBeNull();
  for (const odd of ["\0", "../x", "", "ČR"]) {
    expect(await officesFor(db, odd, "CZ", NOW)).toEqual([]);
    expect(await findOffice(db, slug, odd, NOW)).toBeNull();
    expect(await countriesWithOffices(db, odd)).toEqual([]);
  }
});

test("the list of all is read to its end, office by office, over campaigns", async () => {
  const [one, other] = [await world(), await world()];
  const hidden = await world("draft");
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listOfficePage(db, { after, limit: 4 }, NOW);
    if (!page || page === "unknown-after") throw new Error("no page");
    seen.push(...page.items.map(({ campaign, key }) => `${campaign}.${key}`));
    after = page.next ?? undefined;
  } while (after);
  expect(seen).toEqual([...new Set(seen)].sort());
  for (const { slug } of [one, other]) expect(seen.filter((id) => id.startsWith(`${slug}.`))).toHaveLength(9);
  expect(seen.filter((id) => id.startsWith(`${hidden.slug}.`))).toEqual([]);
  const of = await listOfficePage(db, { campaign: one.slug, country: "EU", limit: 10 }, NOW);
  expect(of && of !== "unknown-after" && keysOf(of.items)).toEqual(["eu-mise", "urad-osn", "zvlastni"]);
  expect(await listOfficePage(db, { after: `${hidden.slug}.tw`, limit: 4 }, NOW)).toBe("unknown-after");
});
