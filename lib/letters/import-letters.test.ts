import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { checkIntegrity } from "@/lib/evidence/check-integrity";
import type { CampaignImportResult } from "@/lib/evidence/import-campaign";
import { readFolder } from "@/lib/evidence/read-folder";
import { usesOfClaim } from "@/lib/evidence/use-queries";
import { writeFolder } from "@/lib/evidence/write-folder";
import { testDatabase } from "@/lib/testing/test-database";
import { exportWithLetters } from "./export-letters";
import { importWithLetters } from "./import-letters";

const SLUG = "cista-olsava";
const LETTER = "texts/letter.urad.ko.json";
const NOW = new Date("2031-05-02T00:00:00.000Z");
const { db } = await testDatabase();
let folder: string;

class Undone extends Error {
  constructor(readonly result: CampaignImportResult) {
    super("taken back");
  }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vigil-letters-"));
  await cp("lib/testing/campaign-folder", folder, { recursive: true });
  await db.$executeRaw`TRUNCATE campaign CASCADE`;
});

async function bring(from = folder): Promise<CampaignImportResult> {
  const read = await readFolder(from);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const input = { files: read.files, actor: "command:test", reason: "–", now: NOW };
  try {
    return await db.$transaction(async (tx) => {
      const result = await importWithLetters(tx, input);
      if (!result.ok) throw new Undone(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

async function edit(from: string | RegExp, to: string, file = LETTER): Promise<void> {
  const before = await readFile(path.join(folder, LETTER), "utf8");
  expect(before).toMatch(from);
  await writeFile(path.join(folder, file), before.replace(from, to));
}

async function errors(): Promise<string[]> {
  const result = await bring();
  return result.ok ? [] : result.errors.map(({ file, field, code }) => `${file} ${field} ${code}`);
}

async function letterDifference(): Promise<unknown> {
  const result = await bring();
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.differences[LETTER];
}

const NOTHING = { created: [], changed: [], unchanged: 1 };

test("letters come in with their folder, once, and what they cite is known", async () => {
  const result = await bring();
  expect(result).toMatchObject({
    ...{ ok: true, isNew: true, differences: { [LETTER]: { created: [LETTER] } } },
    flags: [
      { file: "texts/dossier.ryby.ko.json" },
      { file: "texts/dossier.ryby.ko.json" },
      { file: "texts/dossier.ryby.ko.json" },
      { file: LETTER, claim: "ryby-urad", field: "body.topics[0].paragraphs[0].sentences[0].claims[0]" },
      { file: LETTER, claim: "ryby-zprava" },
    ],
  });
  expect(await letterDifference()).toEqual(NOTHING);
  const versions = await db.letterTemplateVersion.findMany({ include: { claims: true } });
  expect(versions).toMatchObject([{ number: 1, locale: "ko", publishedAt: NOW }]);
  expect(versions[0]?.claims).toHaveLength(3);
  expect(versions[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
  const { id } = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
  expect(await checkIntegrity(db, id)).toEqual([]);
  const audit = await db.auditEntry.findMany({ where: { action: "publish-letter-text" } });
  expect(audit).toMatchObject([{ detail: { template: "urad", number: 1, locale: "ko", fields: [] } }]);
});

test("a claim's page names the letters that can be written from and cite it", async () => {
  await bring();
  const letters = async () => (await usesOfClaim(db, SLUG, "lhuta", "en"))?.letters;
  expect(await letters()).toEqual([{ key: "urad", locale: "ko", title: "관청에 보내는 편지" }]);
  await edit('"state": "open"', '"state": "closed"');
  expect(await letterDifference()).toMatchObject({ changed: [{ key: LETTER, fields: ["state"] }] });
  expect(await letters()).toEqual([]);
});

test("published words never change; others are the next number, the campaign's language first", async () => {
  await bring();
  await edit("올샤바의 저수조", "저수조");
  expect(await errors()).toEqual([`${LETTER} number published-already`]);
  await edit('"number": 1', '"number": 3');
  expect(await errors()).toEqual([`${LETTER} number number-gap`]);
  await edit('"number": 3', '"number": 2');
  await edit('"locale": "ko"', '"locale": "ja"', "texts/letter.urad.ja.json");
  expect(await bring()).toMatchObject({ ok: true });
  expect(await db.letterTemplateVersion.count()).toBe(3);
  await db.$executeRaw`TRUNCATE letter_template CASCADE`;
  await edit('"number": 2', '"number": 1');
  expect(await errors()).toEqual(["texts/letter.urad.ja.json number translation-first"]);
  expect(await db.letterTemplate.count()).toBe(0);
});

test("the database itself keeps a published text as it is", async () => {
  await bring();
  const change = db.$executeRaw`UPDATE letter_template_version SET subject = '–'`;
  await expect(change).rejects.toThrow("never changed");
});

test("an export has the newest number, and makes the same letters again elsewhere", async () => {
  await bring();
  await edit('"number": 1', '"number": 2');
  await bring();
  const copy = await mkdtemp(path.join(tmpdir(), "vigil-export-"));
  expect(await writeFolder(exportWithLetters(db, SLUG), copy, "csv")).toMatchObject({ ok: true });
  const written = JSON.parse(await readFile(path.join(copy, LETTER), "utf8"));
  expect(written).toEqual(JSON.parse(await readFile(path.join(folder, LETTER), "utf8")));
  await db.$executeRaw`TRUNCATE campaign CASCADE`;
  expect(await bring(copy)).toMatchObject({ ok: true, isNew: true });
  expect(await db.letterTemplateVersion.findMany()).toMatchObject([{ number: 2, locale: "ko" }]);
});

test.each([
  [
    "a misspelt claim",
    '"ryby-urad"',
    '"ryby"',
    "body.topics[0].paragraphs[0].sentences[0].claims[0] unknown-reference",
  ],
  [
    "a disputable claim without a note",
    /,\s*"note": "두 조사는 서로 다르다."/,
    "",
    "body.topics[0].paragraphs[0].note disputed-without-note",
  ],
  [
    "a fact without a claim",
    '"claims": ["ryby-urad"]',
    '"claims": []',
    "body.topics[0].paragraphs[0].sentences[0].claims fact-without-claim",
  ],
  ["an unknown office", '"targets": []', '"targets": ["nikde"]', "targets[0] unknown-reference"],
  ["nobody to write to", '["foreign-ministry", "embassy"]', "[]", "kinds empty"],
  ["another campaign", '"campaign": "cista-olsava"', '"campaign": "jina"', "campaign other-campaign"],
  ["a name that is not the file's", '"template": "urad"', '"template": "jiny"', " file-name"],
  ["a subject of two lines", "올샤바의 저수조", "올샤바\\nbcc: x@example.org", "subject one-line"],
  ["a strange place", "{city}", "{street}", "body.salutations[0].text unknown-place"],
  ["no salutation for all", '"text": "담당자께"', '"text": "{office}"', "body.salutations last-fits-all"],
  ["a topic given twice", '"key": "voda"', '"key": "ryby"', "body.topics repeated"],
  ["a mark in its words", "기한은 지났다.", "기한은 지났다.[2]", "body.topics[0].paragraphs[1] mark"],
  ["a tag", "기한은 지났다.", "<b>기한은 지났다.", "body markup"],
  ["what nobody sees", "기한은 지났다.", "기한은\u2060 지났다.", "body hidden"],
  ["a header's name", "기한은 지났다.", "bcc: x@example.org", "body header"],
  ["more than a letter holds", "물은 모두의 것이다.", "물".repeat(4_800), "body too-long"],
])("a letter with %s is refused by field, and nothing at all is written", async (_, from, to, wrong) => {
  await edit(from, to);
  const found = await errors();
  expect(found[0]).toBe(`${LETTER} ${wrong}`);
  expect(await db.campaign.count()).toBe(0);
});

test("no letter says what nobody could confirm, and the check tells of what became disputed", async () => {
  await bring();
  const { id } = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
  const check = async () =>
    (await checkIntegrity(db, id)).map(({ code, where, detail }) => [code, where, detail]);
  await db.$executeRaw`UPDATE claim SET verdict_label = 'dated' WHERE key IN ('lhuta', 'ryby-urad')`;
  const found = ["disputed-in-letter", "letter urad 1 ko", "cites lhuta, which is dated"];
  expect(await check()).toEqual([found, found, found]);
  await db.$executeRaw`UPDATE claim SET verdict_label = 'unconfirmed' WHERE key = 'ryby-urad'`;
  expect(await check()).toContainEqual([...found.slice(0, 2), "cites ryby-urad, which is unconfirmed"]);
  await edit('"number": 1', '"number": 2');
  const claims = await readFile(path.join(folder, "claims.csv"), "utf8");
  await writeFile(
    path.join(folder, "claims.csv"),
    claims.replace("sources-differ,Zpráva uvádí víc.", "unconfirmed,Zpráva uvádí víc."),
  );
  expect(await errors()).toContain(`${LETTER} body.topics[0].paragraphs[0] unverified-claim`);
});
