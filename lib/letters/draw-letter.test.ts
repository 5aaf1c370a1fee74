import { getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { type Box, cutOut, inkIn, inkOutside, seePdf } from "@/lib/testing/pdf-images";
import drawPaper, { type PaperOrder } from "./draw-paper";
import { SHEET, SHEETS } from "./paper-sizes";
import { LETTERS, letterOrder } from "./test-papers";

/** Where things stand is given by the standards in millimetres and inches; here by hand, not by what draws. */
const MM = 72 / 25.4;
const INCH = 72;
const WINDOW: Record<(typeof SHEETS)[number], Box> = {
  // DIN 5008 form B: 20 mm from the left, 45 mm from the top, 85 × 45 mm.
  a4: [20 * MM, 45 * MM, 85 * MM, 45 * MM],
  // What a No. 10 window shows wherever a sheet folded at 3⅞ in lies in it.
  letter: [0.875 * INCH, 2.5 * INCH, 3.5 * INCH, 0.875 * INCH],
};

/** Whole points, as PDFium gives them. */
const SIZE = { a4: [595, 841], letter: [612, 792] };

async function draw(order: PaperOrder) {
  const drawn = await drawPaper(order);
  if (!drawn.ok) throw new Error(`cannot draw ${drawn.characters.join(" ")}`);
  return { ...drawn, sheets: await seePdf(drawn.pdf) };
}

/** Spaces and breaks are where lines end, and no part of the words. */
const words = (text: string) => text.normalize("NFC").replace(/\s/g, "");

describe.each(SHEETS)("on %s", (paper) => {
  test.each(LOCALES)("a letter in %s is drawn, and can be read out", async (language) => {
    const { sheets, pages } = await draw(letterOrder(language, { paper }));
    const [sheet] = sheets;
    if (!sheet) throw new Error("no sheet");
    const { height, left, right, firstTop, bottom } = SHEET[paper];
    expect([pages, sheets.length]).toEqual([1, 1]);
    expect([sheet.width, sheet.height]).toEqual(SIZE[paper]);
    for (const line of [LETTERS[language].subject, ...LETTERS[language].text.split("\n")])
      expect(words(sheet.text)).toContain(words(line));
    expect(inkIn(sheet, [left, firstTop, right - left, 20])).toBeGreaterThan(0.01);
    expect(inkIn(sheet, [left, firstTop + 30, right - left, 150])).toBeGreaterThan(0.005);
    const marks: Box = [0, 0, 30, height];
    expect(inkOutside(sheet, [[left - 1, 20, right - left + 2, bottom - 18], marks])).toBe(false);
  });

  test("the whole address stands in the window, and nothing beside it", async () => {
    const order = letterOrder("en", { paper });
    const [sheet] = (await draw({ ...order, sender: { name: null, lines: [] } })).sheets;
    if (!sheet) throw new Error("no sheet");
    const [x, y, width, height] = WINDOW[paper];
    expect(inkIn(sheet, WINDOW[paper])).toBeGreaterThan(0.02);
    const around: Box = [x - 10, y - 6, width + 20, height + 12];
    expect(cutOut(sheet, around).filter((value) => value < 128)).toHaveLength(
      cutOut(sheet, WINDOW[paper]).filter((value) => value < 128).length,
    );
    expect(sheet.text).toContain("GERMANY");
    expect(sheet.text).not.toContain("not seen");
  });
});

/** The line in which a single word stands, far larger than it is. */
async function wordSeen(language: "ko" | "ja" | "zh-Hans" | "zh-Hant" | "ru" | "en", word: string) {
  const [sheet] = (await draw(letterOrder(language, { text: word, notes: [] }))).sheets;
  if (!sheet) throw new Error("no sheet");
  const { left, firstTop } = SHEET.a4;
  const seen = cutOut(sheet, [left, firstTop + 36, 60, 18]);
  return { seen, ink: seen.filter((value) => value < 128).length / seen.length };
}

test.each([
  ["ko", ["한", "한한", "글", "읽", "뷁", "「"]],
  ["ja", ["あ", "ア", "髙", "高", "々", "。"]],
  ["zh-Hans", ["门", "国", "说", "们", "，"]],
  ["zh-Hant", ["門", "國", "堃", "喆", "，"]],
  ["ru", ["Ж", "Щ", "Ё", "ж"]],
  ["en", ["ễ", "ệ", "Đ", "ł", "Ω", "한", "Ж"]],
] as const)("in %s each letter has a shape of its own", async (language, letters) => {
  const shapes = [];
  for (const letter of letters) shapes.push(await wordSeen(language, letter));
  for (const { ink } of shapes) expect(ink).toBeGreaterThan(0.001);
  expect(new Set(shapes.map(({ seen }) => Buffer.from(seen).toString("base64"))).size).toBe(letters.length);
});

test("what no font has is named as people see it, and nothing is drawn", async () => {
  const text = "Dear 👩‍👩‍👧 שלום ✉️,\n\nПривет ไทย a\u200db\u00ad";
  expect(await drawPaper(letterOrder("en", { text }))).toEqual({
    ...{ ok: false, reason: "undrawable" },
    characters: ["👩‍👩‍👧", "ש", "ל", "ו", "ם", "✉️", "ไ", "ท", "ย"],
  });
});

test("a long letter goes on over sheets, which are numbered from the second on", async () => {
  const paragraph = `${"Прошу Вас помочь людям, ".repeat(20).trim()}.`;
  const text = `${Array.from({ length: 9 }, () => paragraph).join("\n\n")}\n\nС уважением,\nЩукина Ёлка`;
  const { sheets, pages } = await draw(letterOrder("ru", { text }));
  expect(pages).toBe(sheets.length);
  expect(pages).toBeGreaterThan(1);
  expect(sheets.map(({ text: read }) => /\d+ \/ \d+/.exec(read)?.[0] ?? null)).toEqual([
    null,
    ...sheets.slice(1).map((_, index) => `${index + 2} / ${pages}`),
  ]);
  expect(words(sheets.map((sheet) => sheet.text).join("")).split(words("помочь людям")).length - 1).toBe(180);
  for (const sheet of sheets)
    expect(inkOutside(sheet, [[0, 20, SHEET.a4.right + 1, SHEET.a4.bottom + 30]])).toBe(false);
});

test("a word without an end is broken, and the longest letter is drawn", async () => {
  const text = `${"가".repeat(2_000)}\n\n${"x".repeat(1_500)} ${"漢".repeat(1_400)}`;
  const { sheets } = await draw(
    letterOrder("ko", { text, notes: Array.from({ length: 60 }, () => "주".repeat(300)) }),
  );
  for (const sheet of sheets) expect(inkOutside(sheet, [[0, 20, SHEET.a4.right + 1, 820]])).toBe(false);
});

test("programs that read out know title, language and paragraphs", async () => {
  const { pdf } = await draw(letterOrder("zh-Hant", { locale: "ko" }));
  const document = await getDocumentProxy(pdf);
  const { info, metadata } = await document.getMetadata();
  expect(info).toMatchObject({ Title: LETTERS["zh-Hant"].subject, Language: "zh-Hant" });
  expect(metadata?.get("pdfuaid:part")).toBe("1");
  expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
  const tree = await (await document.getPage(1)).getStructTree();
  const roles = JSON.stringify(tree).match(/"role":"\w+"/g);
  expect(roles?.filter((role) => role.includes('"H1"'))).toHaveLength(1);
  expect(roles?.filter((role) => role.includes('"P"')).length).toBeGreaterThan(5);
});
