import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeClaims } from "@/lib/testing/claim-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { searchClaims, searchEvidence } from "./search-queries";
import type { SearchKind, SearchResult, Segment } from "./types";

const { db } = await testDatabase();

async function makeDossier(campaignId: string, locale: string, title: string, sentences: string[]) {
  const key = "spis";
  const dossier = await db.dossier.upsert({
    where: { campaignId_key: { campaignId, key } },
    create: { id: randomUUID(), campaignId, key, position: 1 },
    update: {},
  });
  const at = new Date("2026-03-02T00:00:00Z");
  const paragraphs = sentences.map((text) => ({ sentences: [{ text, claims: [], kind: "link" }] }));
  const body = [{ heading: "Část první", paragraphs }];
  await db.dossierText.create({
    data: { dossierId: dossier.id, locale, title, summary: "Souhrn.", body, publishedAt: at, changedAt: at },
  });
  return dossier;
}

async function search(
  slug: string,
  q: string,
  given: { kind?: SearchKind; page?: number; locale?: "en" | "ko" } = {},
) {
  const result = await searchEvidence(db, slug, { q, page: 1, locale: "en", ...given });
  if (result?.status !== "searched") throw new Error(`${q}: ${result?.status}`);
  return result;
}

async function found(slug: string, q: string): Promise<string[]> {
  return (await search(slug, q, { kind: "claim" })).hits.map(({ key }) => key);
}

async function keysOf(slug: string, q: string, given: { topic?: string; after?: string } = {}) {
  const page = await searchClaims(db, slug, { q, limit: 1_000, ...given });
  if (!page || page === "unknown-after") throw new Error("no page");
  return page.items.map(({ id }) => id);
}

/** Marked pieces in brackets. */
const shown = (segments: Segment[] | null | undefined) =>
  (segments ?? []).map(({ text, marked }) => (marked ? `[${text}]` : text)).join("");

test("words are found in any case, script and spelling of diacritics, all of them, by their beginnings", async () => {
  const { slug } = await makeClaims(db, [
    { key: "a", statement: "В ФЕВРАЛЕ выслали ещё 2,600 людей", place: "延吉" },
    { key: "b", statement: "V únoru ŽÁDOST o non-refoulement", speaker: "김하늘" },
    { key: "c", statement: "Łucja se s Ødegårdem nesešla; under 3 dny" },
  ]);
  expect(await found(slug, "феврале")).toEqual(["a"]);
  expect(await found(slug, "ЕЩЕ")).toEqual(["a"]);
  expect(await found(slug, "2600")).toEqual(["a"]);
  expect(await found(slug, "žádost 김하늘")).toEqual(["b"]);
  expect(await found(slug, "zadost".normalize("NFD"))).toEqual(["b"]);
  expect(await found(slug, "REFOULE")).toEqual(["b"]);
  expect(await found(slug, "lucja odegard")).toEqual(["c"]);
  expect(await found(slug, "un")).toEqual([]);
  expect(await found(slug, "延吉 김하늘")).toEqual([]);
  expect(await found(slug, "nesešl")).toEqual(["c"]);
  expect(await found(slug, "šla")).toEqual([]);
});

test("Korean, Chinese and Japanese words are found within what stands without spaces, and no others", async () => {
  const { slug } = await makeClaims(db, [
    { key: "ko", statement: "중국은 2012년에 탈북자들을 강제송환했다", place: "서울" },
    { key: "zh", statement: "中国强制遣返脱北者，违反不驱回原则。" },
    { key: "ja", statement: "中国はノン・ルフールマンの原則に反し、脱北者を強制送還した" },
  ]);
  expect(await found(slug, "강제송환")).toEqual(["ko"]);
  expect(await found(slug, "송환")).toEqual(["ko"]);
  expect(await found(slug, "탈북자 2012")).toEqual(["ko"]);
  expect(await found(slug, "2012년")).toEqual(["ko"]);
  expect(await found(slug, "강송")).toEqual([]);
  expect(await found(slug, "遣返")).toEqual(["zh"]);
  expect(await found(slug, "返")).toEqual(["zh"]);
  expect(await found(slug, "不驱回")).toEqual(["zh"]);
  expect((await found(slug, "脱北者")).sort()).toEqual(["ja", "zh"]);
  expect(await found(slug, "送還")).toEqual(["ja"]);
  expect(await found(slug, "ルフールマン")).toEqual(["ja"]);
  expect(await found(slug, "ﾙﾌｰﾙﾏﾝ")).toEqual(["ja"]);
  expect((await found(slug, "中国")).sort()).toEqual(["ja", "zh"]);
  expect(await found(slug, "国中")).toEqual([]);
  expect(shown((await search(slug, "송환 중국")).hits[0]?.title)).toBe(
    "[중국]은 2012년에 탈북자들을 강제[송환]했다",
  );
});

test("a number comes before the numbers that begin with it", async () => {
  const { slug } = await makeClaims(db, [
    { key: "many", statement: "60,000 a 60,000 a 600,000" },
    { key: "longer", statement: "6000", place: "Mezi lidmi" },
    { key: "same", statement: "O tom, kolik lidí to bylo, psal deník dlouho a zevrubně: 600 lidí." },
  ]);
  expect((await found(slug, "600"))[0]).toBe("same");
  expect(await found(slug, "600")).toHaveLength(3);
  expect((await found(slug, "600 lid"))[0]).toBe("same");
  expect((await found(slug, "60,000"))[0]).toBe("many");
});

test("a phrase is found as it stands, in quotation marks of any script", async () => {
  const { slug } = await makeClaims(db, [
    { key: "a", statement: "Vrátila je Čína domů." },
    { key: "b", statement: "Domů je Čína vrátila, Číňané mlčeli." },
  ]);
  for (const q of ['"čína vrátila"', "„čína vrátila“", "「čína vrátila」", "«ČÍNA vrátila»"])
    expect(await found(slug, q), q).toEqual(["b"]);
  expect((await found(slug, "vrátila čína")).sort()).toEqual(["a", "b"]);
  expect(await found(slug, '"čín"')).toEqual([]);
  expect(await found(slug, "číňan")).toEqual(["b"]);
});

test("claims, sources and dossiers are found together, the best first, with what was found marked", async () => {
  const { slug, id } = await makeClaims(db, [
    { key: "a", statement: "Jiná věc.", reason: "O tom psal i deník: zpráva <b>ze Soulu</b> chybí." },
  ]);
  await makeDossier(id, "en", "What happens", ["Nothing of it.", "A zpráva came & went in <Soul>."]);
  await makeDossier(id, "ko", "무슨 일", ["서울의 zpráva."]);
  const { hits, totals } = await search(slug, "zprava");
  expect(hits.map(({ kind, key }) => `${kind} ${key}`)).toEqual(["source zdroj", "dossier spis", "claim a"]);
  expect(shown(hits[0]?.title)).toBe("[Zpráva] 보고서");
  expect(shown(hits[0]?.by)).toBe("Łucja Ødegård");
  expect(shown(hits[1]?.excerpt)).toBe("A [zpráva] came & went in <Soul>.");
  expect(shown(hits[2]?.excerpt)).toBe("O tom psal i deník: [zpráva] <b>ze Soulu</b> chybí.");
  expect(totals).toEqual([
    { kind: "dossier", total: 1, more: false },
    { kind: "claim", total: 1, more: false },
    { kind: "source", total: 1, more: false },
  ]);
  const korean = await search(slug, "zpráva", { kind: "dossier", locale: "ko" });
  expect(korean.hits.map(({ lang, title }) => [lang, shown(title)])).toEqual([["ko", "무슨 일"]]);
  expect((await search(slug, "서울", { locale: "en" })).hits.map(({ lang }) => lang)).toEqual(["ko"]);
});

test("pages lose and repeat nothing", async () => {
  const wishes = Array.from({ length: 45 }, (_, index) => ({
    key: `k${index}`,
    statement: `Stejná věta ${index}.`,
  }));
  const { slug } = await makeClaims(db, wishes);
  const seen: string[] = [];
  for (const page of [1, 2, 3])
    seen.push(...(await search(slug, "stejná", { page })).hits.map(({ key }) => key));
  expect(seen.toSorted()).toEqual(wishes.map(({ key }) => key).toSorted());
  expect(await search(slug, "stejná", { page: 4 })).toMatchObject({ hits: [], pages: 3 });
  expect(await keysOf(slug, "stejná")).toEqual(wishes.map(({ key }) => key));
  expect(await keysOf(slug, "stejná", { after: "k42" })).toEqual(["k43", "k44"]);
});

test("what was changed is found by its new words at once, and what is gone by none", async () => {
  const { slug, id } = await makeClaims(db, [{ key: "a", statement: "Původní znění" }]);
  const dossier = await makeDossier(id, "en", "Staré jméno", ["Text."]);
  await db.claim.updateMany({ where: { campaignId: id }, data: { statement: "Opravené znění" } });
  await db.source.updateMany({ where: { campaignId: id }, data: { title: "Jinak" } });
  await db.dossierText.updateMany({ where: { dossierId: dossier.id }, data: { title: "Nové jméno" } });
  for (const gone of ["původní", "보고서", "staré"])
    expect((await search(slug, gone)).hits, gone).toEqual([]);
  for (const here of ["opravené", "jinak", "nové"])
    expect((await search(slug, here)).hits, here).toHaveLength(1);
  await db.claim.deleteMany({ where: { campaignId: id } });
  await db.source.deleteMany({ where: { campaignId: id } });
  await db.dossier.deleteMany({ where: { campaignId: id } });
  for (const gone of ["opravené", "jinak", "nové"]) expect((await search(slug, gone)).hits, gone).toEqual([]);
  expect(await db.searchEntry.count({ where: { campaignId: id } })).toBe(0);
});

test("what was written and taken back is not found", async () => {
  const { slug, id } = await makeClaims(db, [{ key: "a", statement: "Původní znění" }]);
  const undone = db.$transaction(async (tx) => {
    await tx.claim.updateMany({ where: { campaignId: id }, data: { statement: "Opravené" } });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await found(slug, "opravené")).toEqual([]);
  expect(await found(slug, "původní")).toEqual(["a"]);
});

test("a topic and words narrow together", async () => {
  const { slug } = await makeClaims(db, [
    { key: "a", topic: "law", statement: "Smlouva" },
    { key: "b", topic: "numbers", statement: "Smlouva" },
  ]);
  expect(await keysOf(slug, "smlouva", { topic: "numbers" })).toEqual(["b"]);
  expect(await keysOf(slug, "smlouva", { topic: "x' | 'y" })).toEqual([]);
});

const HOSTILE = [
  "'; DROP TABLE claim; --",
  "' | 'a' & !",
  "a:* <-> b",
  "\\",
  "((((",
  `"unfinished`,
  "\u0000nul",
  "\ud800 lone",
  "<script>alert(1)</script>",
  "a".repeat(200),
  "í".repeat(199),
  "强".repeat(200),
  '" '.repeat(99),
  "x ".repeat(99),
  "::tsquery",
  "%_%",
];

test.each(HOSTILE)("%j is looked for as words and nothing else", async (q) => {
  const { slug } = await makeClaims(db, [{ key: "a", statement: "Klidná věta" }]);
  const result = await searchEvidence(db, slug, { q, page: 1, locale: "en" });
  expect(["searched", "no-words"]).toContain(result?.status);
  if (result?.status === "searched") expect(result.hits).toEqual([]);
  expect(await keysOf(slug, q)).toEqual([]);
  expect(await found(slug, "klidná")).toEqual(["a"]);
});

test("nothing, too much and mere signs are told apart", async () => {
  const { slug } = await makeClaims(db, []);
  const status = async (q: string): Promise<SearchResult["status"] | undefined> =>
    (await searchEvidence(db, slug, { q, page: 1, locale: "en" }))?.status;
  expect(await status("  ")).toBe("empty");
  expect(await status("!?% „“ 。")).toBe("no-words");
  expect(await status("a".repeat(201))).toBe("too-long");
});

test("a draft is not searched, and neither is another campaign", async () => {
  const draft = await makeClaims(db, [{ key: "a", statement: "Tajné" }], "draft");
  const other = await makeClaims(db, [{ key: "b", statement: "Jiné" }]);
  expect(await searchEvidence(db, draft.slug, { q: "tajné", page: 1, locale: "en" })).toBeNull();
  expect(await searchClaims(db, draft.slug, { q: "tajné", limit: 1 })).toBeNull();
  expect(await found(other.slug, "tajné")).toEqual([]);
  expect(await searchClaims(db, other.slug, { q: "jiné", limit: 1, after: "a" })).toBe("unknown-after");
});
