import { beforeAll, expect, test } from "vitest";
import { findCampaign } from "@/lib/campaigns/queries";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { factChecksOfClaim, listFactChecks } from "./check-queries";
import { comparisonsOfClaim, listComparisons, listConflicts } from "./comparison-queries";
import { listDemands, listReportedPlans } from "./demand-queries";
import { findDossier, listDossiers } from "./dossier-queries";
import { importCampaign } from "./import-campaign";
import { listNumbers } from "./number-queries";
import { countPlaces, eventsOfPlaces } from "./place-queries";
import { claimsOfSource } from "./queries";
import { readFolder } from "./read-folder";
import { NUMBER_SORTS } from "./schema";
import { citedIn } from "./stored-texts";
import { listOfficialActions, listTimeline, timelineKinds } from "./timeline-queries";
import type { Listed } from "./types";
import { listCorrections, usesOfClaim } from "./use-queries";

const SLUG = "stop-forced-returns";
const NOW = new Date("2026-11-21T12:00:00.000Z");
const { db, keys } = await testDatabase();

function requirePage<T>(page: Listed<T>): { items: T[]; next: string | null } {
  if (!page || page === "unknown-after") throw new Error(`no page: ${page}`);
  return page;
}

beforeAll(async () => {
  const read = await readFolder(`prisma/seed/${SLUG}`);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const input = { files: read.files, actor: "command:test", reason: "–", now: NOW };
  const result = await db.$transaction((tx) => importCampaign(tx, input), { timeout: 60_000 });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
});

test("dossiers come in order, with their claims numbered by first citation", async () => {
  const dossiers = (await listDossiers(db, SLUG, "en")) ?? [];
  expect(dossiers.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  for (const { key, claimTotal } of dossiers) {
    const dossier = await findDossier(db, SLUG, key, "ko");
    const sentences = dossier?.sections.flatMap(({ paragraphs }) =>
      paragraphs.flatMap((each) => each.sentences),
    );
    const first = sentences?.find(({ claims }) => claims.length > 0);
    expect(dossier).toMatchObject({ locale: "en", locales: ["en"], claimTotal });
    expect(dossier?.claims).toHaveLength(claimTotal);
    expect(dossier?.claims[0]?.id).toBe(first?.claims[0]);
  }
  expect(await findDossier(db, SLUG, "../x", "en")).toBeNull();
  expect(await listDossiers(db, "nobody", "en")).toBeNull();
});

test.each([1, 7, 1000])("the timeline is read to its end by date, %i at a time", async (limit) => {
  const seen: { id: string; from: string | null }[] = [];
  let after: string | undefined;
  do {
    const page = requirePage(await listTimeline(db, SLUG, { limit, after }));
    seen.push(...page.items.map(({ id, date }) => ({ id, from: date.from })));
    after = page.next ?? undefined;
  } while (after);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(45);
  expect(seen.map(({ from }) => from)).toEqual(seen.map(({ from }) => from).toSorted());
});

test("the timeline narrows by track and kind, and links no copy", async () => {
  const returns = requirePage(await listTimeline(db, SLUG, { track: "returns", limit: 1000 }));
  expect(new Set(returns.items.map(({ track }) => track))).toEqual(new Set(["returns"]));
  const visits = requirePage(await listTimeline(db, SLUG, { kind: "visit", limit: 1000 }));
  expect(visits.items).toHaveLength(1);
  const protocol = requirePage(await listTimeline(db, SLUG, { kind: "treaty", limit: 1000 })).items[2];
  expect(protocol).toMatchObject({ id: "1982-china-accedes-to-the-refugee-convention", link: null });
  expect((await timelineKinds(db, SLUG))?.[0]).toEqual({ kind: "return", count: 8 });
  expect(await listTimeline(db, SLUG, { after: "nic", limit: 1 })).toBe("unknown-after");
});

test("demands, plans and acts come with their claims and sources", async () => {
  const demands = requirePage(await listDemands(db, SLUG, { limit: 1000 }));
  expect(demands.items).toHaveLength(23);
  expect(demands.items[0]).toMatchObject({
    id: "freeze-returns",
    ...{ source: { id: "lfnkr-rumors" }, claims: ["lfnkr-freeze-first"] },
  });
  expect(await listReportedPlans(db, SLUG)).toMatchObject([{ id: "residence-plan", factCheck: 35 }]);
  const actions = (await listOfficialActions(db, SLUG)) ?? [];
  expect(actions).toHaveLength(23);
  expect(actions.find(({ id }) => id === "cat-2008")).toMatchObject({ verified: true, link: null });
});

test("a fact check names its claims and sources, and links no copy", async () => {
  const checks = (await listFactChecks(db, SLUG)) ?? [];
  expect(checks.map(({ number }) => number)).toEqual(Array.from({ length: 36 }, (_, index) => index + 1));
  expect(checks[0]).toMatchObject({
    ...{ verdict: "corrected", claims: ["kang-treaties-ratified", "ext-unt-1982"] },
    sources: [{ id: "ref-untc-v5", link: null }],
  });
  expect(checks.some(({ targets }) => targets.length > 0)).toBe(true);
  expect((await factChecksOfClaim(db, SLUG, "ext-unt-1982")).map(({ number }) => number)).toEqual([1]);
});

test("a comparison shows each answer with its own figure, and what gives none", async () => {
  const comparisons = (await listComparisons(db, SLUG)) ?? [];
  const october = comparisons.find(({ id }) => id === "returned-october-2023");
  expect(october?.answers.map(({ claim, value }) => [claim.id, value?.value, value?.max])).toEqual([
    ["kang-oct2023", 500, 600],
    ["ext-hrw-oct2023", 500, undefined],
    ["ext-jfnk-600", 600, undefined],
    ["ext-mfa-no-defectors-2023", undefined, undefined],
  ]);
  expect((await comparisonsOfClaim(db, SLUG, "ext-yonhap-34")).map(({ id }) => id)).toEqual([
    "held-february-2012",
  ]);
});

test("claims that disagree stand in one group, page by page", async () => {
  const all = requirePage(await listConflicts(db, SLUG, { limit: 1000 }));
  const members = all.items.flatMap(({ claims }) => claims.map(({ id }) => id));
  expect(new Set(members).size).toBe(members.length);
  const disagreeing = await db.claim.count({ where: { conflicts: { some: {} } } });
  expect(members).toHaveLength(disagreeing);
  const october = all.items.find(({ claims }) => claims.some(({ id }) => id === "kang-oct2023"));
  expect(october).toMatchObject({ id: "kang-oct2023", comparisons: [{ id: "returned-october-2023" }] });
  const first = requirePage(await listConflicts(db, SLUG, { limit: 2 }));
  const second = requirePage(await listConflicts(db, SLUG, { limit: 2, after: first.next ?? "" }));
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
    all.items.slice(0, 4).map(({ id }) => id),
  );
  expect(await listConflicts(db, SLUG, { limit: 2, after: "nic" })).toBe("unknown-after");
});

test.each(NUMBER_SORTS.flatMap((sort) => [false, true].map((descending) => ({ sort, descending }))))(
  "figures by $sort, descending: $descending, are read to their end",
  async ({ sort, descending }) => {
    const all = requirePage(await listNumbers(db, SLUG, { sort, descending, limit: 1000 }));
    expect(all.items).toHaveLength(await db.claimValue.count());
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = requirePage(await listNumbers(db, SLUG, { sort, descending, limit: 9, after }));
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(all.items.map(({ id }) => id));
    const values = all.items.map(({ value }) => value);
    const sorted = values.toSorted((a, b) => (descending ? b - a : a - b));
    if (sort === "value") expect(values).toEqual(sorted);
  },
);

test("figures of a topic only; an unknown one to go on after is said", async () => {
  const page = requirePage(await listNumbers(db, SLUG, { sort: "claim", topic: "movement", limit: 1000 }));
  expect(new Set(page.items.map(({ topic }) => topic))).toEqual(new Set(["movement"]));
  for (const after of ["kang-oct2023", "kang-oct2023.9", "nic.1", "\0.1", "kang-oct2023.1e0"])
    expect(await listNumbers(db, SLUG, { sort: "value", after, limit: 1 })).toBe("unknown-after");
});

test("a claim tells where it is used, but not by a draft", async () => {
  const campaign = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
  const claim = await db.claim.findFirstOrThrow({ where: { key: "kang-oct2023" } });
  const petition = await makePetition(db, keys, { campaignId: campaign.id });
  const draft = await makePetition(db, keys, { campaignId: campaign.id, state: "draft" });
  for (const { versionId } of [petition, draft])
    await db.petitionVersionClaim.create({ data: { versionId, claimId: claim.id } });
  expect(await usesOfClaim(db, SLUG, "kang-oct2023", "en")).toMatchObject({
    dossiers: expect.arrayContaining([{ key: "what-is-happening", title: expect.any(String) }]),
    petitions: [{ slug: petition.slug, number: 1, locale: "en" }],
    comparisons: [{ id: "returned-october-2023" }],
    factChecks: expect.arrayContaining([expect.any(Number)]),
  });
  expect(await usesOfClaim(db, SLUG, "nic", "en")).toBeNull();
});

test("a claim on the campaign's own page names it, and no other does", async () => {
  const { keyClaims, sections } = (await findCampaign(db, SLUG, "ko")) ?? {};
  const shown = [...(keyClaims ?? []), ...citedIn(sections)];
  expect(shown.length).toBeGreaterThan(10);
  for (const key of shown)
    expect((await usesOfClaim(db, SLUG, key, "ko"))?.campaigns).toMatchObject([{ locale: "en" }]);
  const other = await db.claim.findFirstOrThrow({ where: { key: { notIn: shown } } });
  expect((await usesOfClaim(db, SLUG, other.key, "ko"))?.campaigns).toEqual([]);
});

test("all events that the map counts can be read there, also of no place", async () => {
  for (const { place, events } of (await countPlaces(db, SLUG)) ?? []) {
    const shown = await eventsOfPlaces(db, SLUG, [place], 100);
    expect(shown).toHaveLength(events);
    for (const { id } of shown) expect(await db.timelineEvent.count({ where: { key: id, place } })).toBe(1);
  }
});

test("claims of a source come page by page", async () => {
  const page = requirePage(await claimsOfSource(db, SLUG, "ref-hrw-2024", { limit: 2 }));
  expect(page.items).toHaveLength(2);
  expect(await claimsOfSource(db, SLUG, "nic", { limit: 2 })).toBeNull();
});

test("only what changed in substance since then is a correction", async () => {
  const claim = await db.claim.findFirstOrThrow({ where: { key: "ext-unt-1982" } });
  const base = { claimId: claim.id, actor: "command:test", reason: "Oprava", before: {}, statement: "–" };
  const at = (day: string) => new Date(`2026-12-${day}T00:00:00.000Z`);
  await db.claimRevision.createMany({
    data: [
      { id: crypto.randomUUID(), at: at("01"), substantial: true, changed: ["statement"], ...base },
      { id: crypto.randomUUID(), at: at("02"), substantial: false, changed: ["statement"], ...base },
    ],
  });
  const asked = ["kang-oct2023", "ext-unt-1982"];
  expect(await listCorrections(db, SLUG, asked, NOW)).toEqual([
    { claim: "ext-unt-1982", at: at("01"), reason: "Oprava", changed: ["statement"] },
  ]);
  expect(await listCorrections(db, SLUG, asked, at("01"))).toEqual([]);
});
