import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { checkIntegrity } from "./check-integrity";
import { importCampaign } from "./import-campaign";
import { readFolder } from "./read-folder";

const NOW = new Date("2031-05-02T00:00:00.000Z");
const { db, keys } = await testDatabase();
let campaignId: string;

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE campaign CASCADE`;
  const read = await readFolder("lib/testing/campaign-folder");
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const input = { files: read.files, actor: "command:test", reason: "–", now: NOW };
  await db.$transaction((tx) => importCampaign(tx, input));
  campaignId = (await db.campaign.findFirstOrThrow()).id;
});

const found = async () =>
  (await checkIntegrity(db, campaignId)).map(({ code, where, detail }) => `${code} | ${where} | ${detail}`);

const sentence = (text: string, kind: string, claims: string[] = []) => ({ text, kind, claims });

test("a campaign in order has nothing to tell", async () => {
  expect(await found()).toEqual([]);
});

test("sentences that rest on nothing, or on what is not there, are found in every text", async () => {
  const sentences = [
    sentence("Zemřelo 7 ryb.", "fact"),
    sentence("Bylo jich ٧.", "link"),
    sentence("Odpovězte do 7 dnů.", "ask"),
    sentence("Přijeli.", "fact", ["neni"]),
  ];
  const body = [{ heading: "–", paragraphs: [{ sentences }] }];
  await db.dossierText.updateMany({ data: { body } });
  const petition = await makePetition(db, keys, { campaignId });
  const opening = [{ sentences: [sentence("Je to tak.", "fact")] }];
  await db.petitionVersion.updateMany({ data: { body: { opening, demands: [], closing: [] } } });
  expect(await found()).toEqual([
    "fact-without-claim | dossier ryby ko | Zemřelo 7 ryb.",
    "figure-without-claim | dossier ryby ko | Bylo jich ٧.",
    "dead-link | dossier ryby ko | cites neni",
    `fact-without-claim | petition ${petition.slug} 1 en | Je to tak.`,
  ]);
});

test.each([
  ["UPDATE claim SET speaker = ' ' WHERE key = 'lhuta'", "missing-field | claim lhuta | speaker"],
  ["UPDATE claim SET date_text = '' WHERE key = 'lhuta'", "missing-field | claim lhuta | date"],
  [
    "UPDATE claim SET verdict_label = 'unverified' WHERE key = 'lhuta'",
    "unknown-verdict | claim lhuta | unverified",
  ],
  ["UPDATE claim SET fact_check = 9 WHERE key = 'lhuta'", "dead-link | claim lhuta | names fact check 9"],
  ["UPDATE fact_check SET sources = '{nikde}'", "dead-link | fact check 1 | names source nikde"],
  [
    "DELETE FROM claim_conflict WHERE note LIKE 'Spolek%'",
    "one-sided-conflict | claim ryby-zprava | names ryby-urad",
  ],
  ["UPDATE conflict_group SET claims = '{}'", "wrong-group | conflicts ryby-zprava | not those who disagree"],
  [
    "DELETE FROM demand; DELETE FROM claim_relation",
    "orphan-claim | claim lhuta | only its source's page leads to it",
  ],
  [
    "UPDATE fact_check SET sources = '{}'; UPDATE claim SET source_id = (SELECT id FROM source WHERE key = 'reka-zprava')",
    "orphan-source | source urad-tabulka | nothing rests on it",
  ],
  ["UPDATE dossier SET key = 'map'", "reserved | dossier map | a page has this name"],
])("after %s: %s", async (statements, problem) => {
  for (const statement of statements.split("; ")) await db.$executeRawUnsafe(statement);
  expect(await found()).toEqual([problem]);
});
