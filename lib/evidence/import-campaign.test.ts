import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { checkIntegrity } from "./check-integrity";
import { listFactChecks } from "./check-queries";
import { listComparisons, listConflicts } from "./comparison-queries";
import { listDemands } from "./demand-queries";
import { findDossier, listDossiers } from "./dossier-queries";
import { type CampaignImportResult, importCampaign } from "./import-campaign";
import { EVIDENCE_PAGES } from "./import-schema";
import { listNumbers } from "./number-queries";
import { findClaim, listSources } from "./queries";
import { readFolder } from "./read-folder";
import { listTimeline } from "./timeline-queries";
import { correctedAt } from "./types";
import { listCorrections, usesOfClaim } from "./use-queries";

const SLUG = "cista-olsava";
const NOW = new Date("2031-05-02T00:00:00.000Z");
const LATER = new Date("2031-06-02T00:00:00.000Z");
const { db, keys } = await testDatabase();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vigil-folder-"));
  await cp("lib/testing/campaign-folder", folder, { recursive: true });
  await db.$executeRaw`TRUNCATE campaign CASCADE`;
});

async function bring(given: { slug?: string; typingError?: boolean; now?: Date } = {}) {
  const read = await readFolder(folder);
  if (!read.ok) return read;
  const input = { files: read.files, actor: "command:test", reason: "Přepočítáno", now: NOW, ...given };
  return await db.$transaction((tx) => importCampaign(tx, input));
}

const edit = async (file: string, from: string | RegExp, to: string) => {
  const before = await readFile(path.join(folder, file), "utf8");
  expect(before).toMatch(from);
  await writeFile(path.join(folder, file), before.replace(from, to));
};

const short = (result: CampaignImportResult | Awaited<ReturnType<typeof bring>>) =>
  result.ok
    ? []
    : result.errors.map(({ file, row, field, code }) => [file, row, field, code].filter(Boolean).join(" "));

function changes(result: Awaited<ReturnType<typeof bring>>) {
  if (!result.ok) throw new Error(short(result).join("\n"));
  return Object.entries(result.differences).flatMap(([file, { created, changed }]) => [
    ...created.map((key) => `${file} + ${key}`),
    ...changed.map(({ key, fields }) => `${file} ~ ${key} ${fields}`),
  ]);
}

test("an organizer's tables make a campaign whose evidence can be read, without a line of code", async () => {
  expect(await bring()).toMatchObject({ ok: true, campaign: SLUG, isNew: true });
  const claim = await findClaim(db, SLUG, "ryby-zprava");
  expect(claim).toMatchObject({
    ...{ place: "Olšava", locator: { file: "zprava.txt", line: 12 }, contested: false, factCheck: 1 },
    topic: "pocty-ryb",
    ...{ date: { text: "duben 2031", from: "2031-04", to: null, precision: "month" } },
    ...{ values: [{ value: 400, max: 500, qualifier: "about", unit: "fish" }], related: ["lhuta"] },
    ...{ conflicts: [{ claim: "ryby-urad", note: "Úřad počítal jen na jednom místě." }] },
  });
  expect(await findClaim(db, SLUG, "ryby-urad")).toMatchObject({
    ...{ statement: "Úřad napočítal 120 mrtvých ryb;\ndruhé počítání nebylo.", locator: "tabulka 3" },
    ...{ conflicts: [{ note: "Spolek počítal celý tok." }], values: [{ value: 120, unit: "fish" }] },
  });
  expect(await listSources(db, SLUG, { limit: 9 })).toMatchObject({
    items: [
      { kind: "měření spolku", authors: ["Jiří Vodák", "Ama Řeháková"] },
      { title: "하천 측정표 2031", authors: [] },
    ],
  });
  expect(await listDossiers(db, SLUG, "en")).toMatchObject([{ key: "ryby", locale: "ko", claimTotal: 2 }]);
  const dossier = await findDossier(db, SLUG, "ryby", "en");
  expect(dossier?.claims.map(({ id }) => id)).toEqual(["ryby-urad", "ryby-zprava"]);
  expect(await listTimeline(db, SLUG, { limit: 9 })).toMatchObject({
    items: [{ id: "havarie", kind: "spill", claims: ["ryby-zprava", "ryby-urad"] }],
  });
  expect(await listDemands(db, SLUG, { limit: 9 })).toMatchObject({
    items: [{ category: "repair", addressedTo: ["Závod", "Úřad povodí"], source: { id: "reka-zprava" } }],
  });
  expect(await listFactChecks(db, SLUG)).toMatchObject([
    { sources: [{ id: "urad-tabulka" }, { id: "reka-zprava", link: "https://example.org/zprava" }] },
  ]);
  expect(await listComparisons(db, SLUG)).toMatchObject([
    { answers: [{ value: { value: 400, max: 500 } }, { value: { value: 120 } }] },
  ]);
  expect(await listConflicts(db, SLUG, { limit: 9 })).toMatchObject({ items: [{ id: "ryby-zprava" }] });
  expect(await listNumbers(db, SLUG, { sort: "value", limit: 9 })).toMatchObject({
    items: [{ id: "ryby-urad.1" }, { id: "ryby-zprava.1" }],
  });
  expect(await usesOfClaim(db, SLUG, "lhuta", "ko")).toMatchObject({ demands: [{ id: "oprava" }] });
  const { id } = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
  expect(await checkIntegrity(db, id)).toEqual([]);
});

test("the same folder again changes nothing, and says so", async () => {
  await bring();
  const audited = await db.auditEntry.count();
  expect(changes(await bring({ now: LATER }))).toEqual([]);
  expect(await db.auditEntry.count()).toBe(audited);
  expect(await db.claimRevision.count()).toBe(0);
});

test("what changes is named with its fields; what the folder leaves out stays", async () => {
  await bring();
  await edit("claims.csv", "měl nádrž opravit do roku 2030", "měl nádrž opravit do konce roku 2030");
  await edit("claims.csv", "120,,,fish", "130,,,fish");
  await edit("demands.csv", "Opravte nádrž.", "Opravte nádrž hned.");
  await edit("texts/dossier.ryby.ko.json", "두 번의 조사.", "두 조사.");
  await rm(path.join(folder, "timeline.csv"));
  expect(changes(await bring({ now: LATER }))).toEqual([
    "claims ~ ryby-urad values",
    "claims ~ lhuta statement",
    "demands ~ oprava demand",
    "texts/dossier.ryby.ko.json ~ texts/dossier.ryby.ko.json summary",
  ]);
  expect(await listTimeline(db, SLUG, { limit: 9 })).toMatchObject({ items: [{ id: "havarie" }] });
  expect(await listNumbers(db, SLUG, { sort: "value", limit: 1 })).toMatchObject({ items: [{ value: 130 }] });
});

test("a correction is told to whoever cites the claim; a typing error is not", async () => {
  await bring();
  const { id: campaignId } = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
  const petition = await makePetition(db, keys, { campaignId });
  const published = new Date("2031-05-20T00:00:00.000Z");
  const { id: claimId } = await db.claim.findFirstOrThrow({ where: { key: "ryby-urad" } });
  await db.petitionVersionClaim.create({ data: { versionId: petition.versionId, claimId } });

  await edit("claims.csv", "Závod měl", "Závod  měl");
  await bring({ now: LATER, typingError: true });
  const typed = await findClaim(db, SLUG, "lhuta");
  expect(typed?.revisions).toMatchObject([{ changed: ["statement"], substantial: false }]);
  expect(typed && correctedAt(typed)).toBeNull();

  await edit("claims.csv", "120,,,fish", "130,,,fish");
  await bring({ now: LATER, typingError: true });
  const corrected = await findClaim(db, SLUG, "ryby-urad");
  expect(corrected && correctedAt(corrected)).toBe(LATER.toISOString());
  expect(corrected?.revisions[0]?.before.values).toEqual([{ value: 120, unit: "fish" }]);
  expect(await listCorrections(db, SLUG, ["ryby-urad", "lhuta"], published)).toEqual([
    { claim: "ryby-urad", at: LATER, reason: "Přepočítáno", changed: ["values"] },
  ]);
  const revision = await db.claimRevision.findFirstOrThrow({ where: { claimId } });
  expect(revision).toMatchObject({ actor: "command:test", reason: "Přepočítáno" });
});

test("every error of every file is said at once, and nothing is written", async () => {
  await edit("claims.csv", "duben 2031,2031-04", "duben 2031,2031-13");
  await edit("claims.csv", "120,,,fish", "sto,,,fish");
  await edit("timeline.csv", "ryby-zprava; ryby-urad", "ryby-zprava; nikde");
  await edit("timeline.csv", "context,spill", "elsewhere,spill");
  await edit("comparisons.csv", "ryby-urad,1", "ryby-urad,2");
  await edit("demands.csv", "reka-zprava,lhuta", "nic,lhuta");
  await edit("conflicts.csv", "ryby-zprava,ryby-urad", "ryby-zprava,nikdo");
  await edit("fact-checks.csv", "urad-tabulka;", "neznam;");
  await edit("texts/dossier.ryby.ko.json", '["ryby-urad"]', '["neni"]');
  expect(short(await bring())).toEqual([
    "claims.csv 1 date.from bad-date",
    "claims.csv 2 values[0].value wrong-type",
    "timeline.csv 1 track not-allowed",
    "conflicts.csv 1 other unknown-reference",
    "fact-checks.csv 1 sources[0] unknown-reference",
    "demands.csv 1 source unknown-reference",
    "texts/dossier.ryby.ko.json body[0].paragraphs[0].sentences[0].claims[0] unknown-reference",
  ]);
  expect(await db.campaign.count()).toBe(0);
});

test.each([
  ["claims.csv", "id,statement", "id,statment", ["claims.csv statment unknown-field"]],
  ["claims.csv", "id,statement,topic", "id,id,topic", ["claims.csv id repeated"]],
  ["demands.csv", "lhuta", "lhuta,x", ["demands.csv not-csv"]],
  ["demands.csv", "oprava,", '"oprava,', ["demands.csv not-csv"]],
  ["texts/dossier.ryby.ko.json", '"position": 1', '"position": ', ["texts/dossier.ryby.ko.json not-json"]],
  ["texts/dossier.ryby.ko.json", '"ryby",', '"rybky",', ["texts/dossier.ryby.ko.json file-name"]],
  ["texts/dossier.ryby.ko.json", '"ryby",', '"timeline",', ["texts/dossier.ryby.ko.json dossier reserved"]],
  ["texts/campaign.ko.json", '"defaultLocale": "ko"', '"defaultLocale": "en"', ["texts no-original"]],
  [
    "texts/campaign.ko.json",
    '"keyClaims":',
    '"atRisk": ["XX"], "keyClaims":',
    ["texts/campaign.ko.json atRisk[0] not-allowed"],
  ],
  ["comparisons.csv", "ryby-urad,1", "ryby-urad,2", ["comparisons.csv 1 claims[1].value unknown-reference"]],
])("%s with %s made %s is refused", async (file, from, to, errors) => {
  await edit(file, from, to);
  expect(short(await bring())).toEqual(errors);
  expect(await db.campaign.count()).toBe(0);
});

test("files that nobody would read, or that are there twice, are refused by name", async () => {
  await writeFile(path.join(folder, "claim.json"), "[]");
  await writeFile(path.join(folder, "claims.json"), "[]");
  await writeFile(path.join(folder, "notes.md"), "poznámky");
  await writeFile(path.join(folder, "targets.csv"), Buffer.from([0x69, 0x64, 0x0a, 0xe8, 0x0a]));
  expect(short(await bring())).toEqual([
    "claim.json unknown-file",
    "claims given-twice",
    "targets.csv not-utf-8",
  ]);
});

test("a folder without the campaign's text belongs to the campaign that is named, if there is one", async () => {
  await bring();
  await rm(path.join(folder, "texts"), { recursive: true });
  expect(changes(await bring({ slug: SLUG }))).toEqual([]);
  expect(short(await bring({ slug: "jina" }))).toContain("texts unknown-campaign");
  expect(short(await bring())).toContain("texts unknown-campaign");
});

test("a campaign's text that does not fit is the one thing said, with what would", async () => {
  await edit("texts/campaign.ko.json", '"state": "live"', '"state": "open"');
  const detail = "is none of the allowed values: draft, live, paused, won, lost, superseded";
  expect(await bring()).toEqual({
    ok: false,
    errors: [{ file: "texts/campaign.ko.json", row: null, field: "state", code: "not-allowed", detail }],
  });
});

test("no dossier may have the name of a page beside it", async () => {
  const pages = await readdir("app/[locale]/(public)/campaigns/[slug]/evidence", { withFileTypes: true });
  const named = pages.filter((entry) => entry.isDirectory() && !entry.name.startsWith("["));
  expect(named.map(({ name }) => name).sort()).toEqual(EVIDENCE_PAGES);
});

test("a folder of another campaign is not brought into this one", async () => {
  expect(short(await bring({ slug: "jina" }))).toContain("texts/campaign.ko.json slug other-campaign");
});
