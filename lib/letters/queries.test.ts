import { beforeEach, expect, test } from "vitest";
import { readFolder } from "@/lib/evidence/read-folder";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { importWithLetters } from "./import-letters";
import { correctionsOf } from "./judge-paragraph";
import { publishLetterText } from "./publish-letter-text";
import { claimsOfVersion, findLetterAction, findLetterVersion, findTemplate, templateFor } from "./queries";
import { letterTemplateText } from "./schema";

const SLUG = "cista-olsava";
const NOW = new Date("2031-05-02T00:00:00.000Z");
const { db } = await testDatabase();
let campaignId: string;
let brought: unknown;

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE campaign CASCADE`;
  const read = await readFolder("lib/testing/campaign-folder");
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  brought = read.files.letters[0]?.content;
  const input = { files: read.files, actor: "command:test", reason: "–", now: NOW };
  await db.$transaction((tx) => importWithLetters(tx, input));
  campaignId = (await db.campaign.findFirstOrThrow()).id;
});

async function publish(given: Partial<ReturnType<typeof letterTemplateText.parse>>): Promise<void> {
  const text = { ...letterTemplateText.parse(brought), ...given };
  await db.$transaction((tx) => publishLetterText(tx, { campaignId, text, actor: "command:test", now: NOW }));
}

test("letters are written from open templates of a campaign that everyone sees, in the language there is", async () => {
  const action = await findLetterAction(db, SLUG, "ru");
  expect(action).toMatchObject({
    campaign: { id: campaignId, slug: SLUG, title: "깨끗한 올샤바", defaultLocale: "ko" },
    isOpen: true,
    templates: [{ key: "urad", languages: ["ko"], version: { number: 1, locale: "ko", publishedAt: NOW } }],
  });
  await publish({ template: "druhy", position: 2, state: "draft" });
  await publish({ locale: "ru", title: "Письмо" });
  expect((await findLetterAction(db, SLUG, "ru"))?.templates).toMatchObject([
    { key: "urad", languages: ["ko", "ru"], version: { locale: "ru", title: "Письмо" } },
  ]);
});

test.each([
  ["paused", { isOpen: false }],
  ["won", { isOpen: false }],
  ["draft", null],
])("from a campaign that is %s nobody writes", async (state, found) => {
  await db.campaign.update({ where: { slug: SLUG }, data: { state } });
  const action = await findLetterAction(db, SLUG, "ko");
  expect(action && { isOpen: action.isOpen }).toEqual(found);
});

test("strange names are nothing", async () => {
  for (const slug of ["neni", "", "../x", "a".repeat(200), "Á"])
    expect(await findLetterAction(db, slug, "ko")).toBeNull();
  const asked = { template: "urad", number: 1, language: "ko" };
  expect(await findLetterVersion(db, SLUG, asked)).toMatchObject({ number: 1, locale: "ko" });
  for (const strange of [{ number: 2 }, { number: 1.5 }, { number: 1e12 }, { number: Number.NaN }])
    expect(await findLetterVersion(db, SLUG, { ...asked, ...strange })).toBeNull();
  for (const language of ["en", "", "xx", "ko\0"])
    expect(await findLetterVersion(db, SLUG, { ...asked, language })).toBeNull();
  expect(await findLetterVersion(db, SLUG, { ...asked, template: "neni" })).toBeNull();
});

test("only a template's newest number is offered; who began with the one before may finish", async () => {
  await publish({ locale: "ru" });
  await publish({ number: 2, subject: "–" });
  const action = await findLetterAction(db, SLUG, "ru");
  expect(action?.templates).toMatchObject([{ languages: ["ko"], version: { number: 2, locale: "ko" } }]);
  const begun = { template: "urad", number: 1, language: "ru" };
  expect(await findLetterVersion(db, SLUG, begun)).toMatchObject({ number: 1, locale: "ru" });
  await publish({ number: 2, subject: "–", state: "closed" });
  expect(await findLetterVersion(db, SLUG, begun)).toBeNull();
  expect(await findTemplate(db, SLUG, "urad", "ru")).toMatchObject({ version: { number: 2 } });
  expect(await findTemplate(db, SLUG, "neni", undefined)).toBeNull();
});

test("a template that names an office goes before one for its kind", async () => {
  const { key } = await makeTarget(db, campaignId, { kind: "embassy" });
  await publish({ template: "jmenovite", position: 9, kinds: [], targets: [key] });
  const action = await findLetterAction(db, SLUG, "ko");
  const found = (target: { key: string; kind: string }) => action && templateFor(action, target)?.key;
  expect(found({ key, kind: "embassy" })).toBe("jmenovite");
  expect(found({ key: "jiny", kind: "embassy" })).toBe("urad");
  expect(found({ key: "jiny", kind: "un-agency" })).toBeUndefined();
});

test("a text tells which of its claims were corrected since it was published", async () => {
  const version = await findLetterVersion(db, SLUG, { template: "urad", number: 1, language: "ko" });
  if (!version) throw new Error("no version");
  const claims = await claimsOfVersion(db, SLUG, version);
  expect([...claims.keys()]).toEqual(["lhuta", "ryby-urad", "ryby-zprava"]);
  expect(correctionsOf(claims, version)).toEqual([]);
  const read = await readFolder("lib/testing/campaign-folder");
  if (!read.ok || !read.files.rows.claims) throw new Error("no claims");
  const rows = read.files.rows.claims.content as { id: string; statement: string }[];
  for (const row of rows) if (row.id === "lhuta") row.statement = "Závod měl nádrž opravit do roku 2029.";
  const later = new Date("2031-06-02T00:00:00.000Z");
  const input = { files: read.files, actor: "command:test", reason: "Jiný rok.", now: later };
  await db.$transaction((tx) => importWithLetters(tx, input));
  expect(correctionsOf(await claimsOfVersion(db, SLUG, version), version)).toEqual([
    {
      ...{ claim: "lhuta", at: later, reason: "Jiný rok.", changed: ["statement"] },
      statement: "Závod měl nádrž opravit do roku 2029.",
    },
  ]);
});
