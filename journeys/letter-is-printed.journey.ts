import { readFileSync } from "node:fs";
import { type Download, expect, type Page, test } from "@playwright/test";
import { inkIn, inkOutside, type SeenPage, seePdf } from "@/lib/testing/pdf-images";
import { askForLink, chooseSeoul, goTo, writeLetter } from "./support/letter-writer";
import { freshAddress, freshNetwork } from "./support/signer";
import { expectSound } from "./support/sound";

const MM = 72 / 25.4;
/** The address field of DIN 5008, form B, and where the text of a letter stands. */
const WINDOW = [20 * MM, 45 * MM, 85 * MM, 45 * MM] as const;
const SHEET = [25 * MM - 1, 20, 165 * MM + 2, 275 * MM] as const;
const FOLDS = [0, 0, 30, 842] as const;

/** What nobody could draw with the letters of another script. */
const SCRIPTS = [
  ["Korean", "대사님께,\n\n「난민 협약」을 지켜 주십시오.\n\n삼가,\n김하늘"],
  ["Japanese", "大使閣下\n\nここに住む者として、お願い申し上げます。\n\n敬具\n髙﨑春子"],
  ["traditional Chinese", "尊敬的大使先生：\n\n請您遵守《難民地位公約》。\n\n敬祝\n陳堃喆"],
  ["Cyrillic", "Ваше Превосходительство,\n\nпрошу Вас: отпустите их.\n\nС уважением,\nЩукина Ёлка"],
  ["Vietnamese", "Kính gửi ông Đại sứ,\n\nxin hãy để họ được tự do.\n\nNguyễn Thị Ngọc Ánh"],
] as const;

/** The browsers of journeys are on the Chatham Islands, nearly 14 hours ahead of UTC: for half of the day it is another one. */
const today = () =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "Pacific/Chatham" }).format(new Date());

test.beforeEach(({ page }) => page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() }));

/** Presses a button that gives a file, and looks at it. */
async function print(page: Page, paper: string): Promise<SeenPage[]> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(`button[name=paper][value=${paper}]`).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`cn-emb-kr-${paper}.pdf`);
  return await seePdf(await bytesOf(file));
}

async function bytesOf(file: Download): Promise<Uint8Array> {
  return new Uint8Array(readFileSync(await file.path()));
}

/** A letter of one's own words, as far as the ways it can go. */
async function writeOwn(page: Page, text: string): Promise<void> {
  await chooseSeoul(page);
  await writeLetter(page);
  await page.locator("input[name=subject]").fill("Prosím / 부탁");
  await page.locator("textarea[name=text]").fill(text);
  await goTo(page, "send");
}

const words = (text: string) => text.normalize("NFC").replace(/\s/g, "");

for (const [script, text] of SCRIPTS)
  test(`Ana prints a letter in ${script}, and every letter of it is on the paper`, async ({ page }) => {
    await expectPrinted(page, text);
  });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Ana prints a letter in Korean", async ({ page }) => {
    await expectPrinted(page, SCRIPTS[0][1]);
  });

  test("Dina is told which characters of a letter to be carried cannot be printed", async ({ page }) => {
    await mendCarried(page, await expectToldOfCarried(page));
  });
});

/** Writes, prints and looks. */
async function expectPrinted(page: Page, text: string): Promise<void> {
  await writeOwn(page, text);
  const [sheet, ...more] = await print(page, "a4");
  if (!sheet) throw new Error("no sheet");
  expect(more).toHaveLength(0);
  expect(words(sheet.text)).toContain(words(text));
  expect(inkIn(sheet, [...WINDOW])).toBeGreaterThan(0.01);
  expect(inkIn(sheet, [25 * MM, 105 * MM, 80 * MM, 60 * MM])).toBeGreaterThan(0.005);
  expect(inkOutside(sheet, [[...SHEET], [...FOLDS]])).toBe(false);
}

test("Ben prints the template on US Letter with his address and its sources, and an envelope", async ({
  page,
}) => {
  await chooseSeoul(page);
  await writeLetter(page, { name: "Ben Øvergård" });
  await goTo(page, "send");
  await page.locator("textarea[name=sender]").fill("Ben Øvergård\n12 Main Street\nSpringfield");
  const sheets = await print(page, "letter");
  const text = sheets.map((sheet) => sheet.text).join("\n");
  expect(sheets[0]?.width).toBe(612);
  expect(text).toContain("12 Main Street");
  expect(text).toContain("SOUTH KOREA");
  expect(text).toContain(today());
  expect(text).toMatch(/\[1\].*\/claims\//s);
  const [face] = await print(page, "no10");
  expect(face?.text).toContain("12 Main Street");
  expect(face?.text).toContain("SOUTH KOREA");
  expect([face?.width, face?.height]).toEqual([684, 297]);
});

test("Cleo is told which of her characters cannot be printed, and loses nothing", async ({ page }) => {
  const text = "Dear Ambassador 👩‍👧,\n\nשלום.\n\nCleo";
  await writeOwn(page, text);
  await page.locator("textarea[name=sender]").fill("Cleo\nAthína");
  await page.locator("button[name=paper][value=a4]").click();
  await expect(page.locator("#by-paper .notice")).toContainText("👩‍👧 ש ל ו ם");
  await expect(page.locator("textarea[name=sender]")).toHaveValue("Cleo\nAthína");
  await expect(page.locator(".letter-sheet")).toContainText("שלום");
  await expectSound(page);
  await goTo(page, "letter");
  await page.locator("textarea[name=text]").fill("Dear Ambassador,\n\nshalom.\n\nCleo");
  await goTo(page, "send");
  const [sheet] = await print(page, "a4");
  expect(sheet?.text).toContain("shalom");
});

test("Dina is told the same of a letter to be carried, before it is taken in", async ({ page }) => {
  const email = await expectToldOfCarried(page);
  await expectSound(page);
  await mendCarried(page, email);
});

/** Sends a letter that nobody could print, and loses nothing. Returns the address. */
async function expectToldOfCarried(page: Page): Promise<string> {
  await writeOwn(page, "Vážený pane,\n\nמרים vám píše.\n\nDina 😀");
  const form = page.locator("#by-us form");
  const email = freshAddress("carried");
  await form.locator("input[name=email]").fill(email);
  await form.locator("input[name=followUp]").check();
  await form.locator("input[name=consent]").check();
  await form.locator("button").click();
  await expect(page.locator("#by-us .notice.strong")).toContainText("מ ר י ם 😀");
  await expect(page.locator("#by-paper .notice")).toHaveCount(0);
  await expect(page.locator("#errors a")).toHaveAttribute("href", "#channel");
  await expect(form.locator("input[name=email]")).toHaveValue(email);
  await expect(form.locator("input[name=followUp]")).toBeChecked();
  await expect(page.locator(".letter-sheet")).toContainText("מרים vám píše.");
  return email;
}

async function mendCarried(page: Page, email: string): Promise<void> {
  await goTo(page, "letter");
  await page.locator("textarea[name=text]").fill("Vážený pane,\n\nMiriam vám píše.\n\nDina");
  await goTo(page, "send");
  await askForLink(page, email);
}
