import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { addressLines, type PostalOffice } from "./address-lines";
import { measure } from "./break-lines";
import { fitField } from "./fit-field";
import { SHEET, type Sheet, type SheetName } from "./paper-sizes";
import { blocksOf, type SetPage, setPages, TEXT_SIZE } from "./set-letter";
import { addSheet, type DrawnLine, drawFurniture, drawPart, drawRule, type Pdf } from "./write-pdf";

/** A letter on paper. */
export type PaperLetter = {
  subject: string;
  /** From salutation to name, paragraphs separated by an empty line. */
  text: string;
  notes: readonly string[];
  /**
   * `name`: as it stands below the letter, for room to sign. `lines`: name and place above it, as the writer wishes;
   * may be none.
   */
  sender: { name: string | null; lines: readonly string[] };
  office: PostalOffice;
  paper: SheetName;
  /** Of the writer, for the date. */
  locale: Locale;
  /** Of the letter. */
  language: Locale;
  /** The day it is written, at midnight UTC. */
  date: Date;
};

const ADDRESS_SIZE = 10.5;
const SENDER_SIZE = 9.5;
const RETURN_SIZE = 7;
const PAGE_NUMBER_SIZE = 9;

/** All words of a letter that will be drawn. */
export function wordsOf(letter: PaperLetter): string[] {
  const { subject, text, notes, sender, office } = letter;
  return [subject, text, ...notes, ...sender.lines, ...addressLines(office), dateOf(letter)];
}

/** Draws a letter on sheets of its own. Returns how many. Whatever no font has is left out: ask `undrawable` before. */
export function drawSheets(pdf: Pdf, letter: PaperLetter): number {
  const sheet = SHEET[letter.paper];
  const { subject, text, notes, sender, language } = letter;
  const words = { subject, text, notes, writer: sender.name };
  const pages = setPages(blocksOf(words, language, sheet.right - sheet.left), sheet);
  const begun = new Map<number, PDFKit.PDFStructureElement>();
  for (const [index, page] of pages.entries()) {
    addSheet(pdf, sheet);
    if (index === 0) drawHead(pdf, letter, sheet);
    else drawPageNumber(pdf, `${index + 1} / ${pages.length}`, sheet, language);
    drawText(pdf, page, sheet, begun);
  }
  return pages.length;
}

/** Draws what was set on one sheet. `begun` holds the parts that go on from the sheet before. */
export function drawText(
  pdf: Pdf,
  page: SetPage,
  sheet: Sheet,
  begun: Map<number, PDFKit.PDFStructureElement>,
): void {
  for (const { block, role, ruled, lines } of page) {
    const top = lines[0];
    if (ruled && top) drawRule(pdf, sheet.left, top.y - 8, 120);
    const drawn = lines.map((line) => ({ ...line, x: sheet.left }));
    begun.set(block, drawPart(pdf, role, drawn, { part: begun.get(block) }));
  }
}

/** Sender, date, address and the marks to fold by. */
function drawHead(pdf: Pdf, letter: PaperLetter, sheet: Sheet): void {
  const { sender, office, language, locale } = letter;
  if (sender.lines.length > 0) {
    drawPart(pdf, "P", fitField(sender.lines, sheet.sender, SENDER_SIZE, language));
    const back =
      sheet.returnTo && fitField([sender.lines.join(" · ")], sheet.returnTo, RETURN_SIZE, language);
    // What is longer than one line would reach into the address; the sender stands above the date in any case.
    if (back?.length === 1) drawFurniture(pdf, back);
  }
  drawPart(pdf, "P", fitField(addressLines(office), sheet.address, ADDRESS_SIZE, language));
  drawPart(pdf, "P", [dateLine(letter, sheet)], { lang: locale });
  for (const y of sheet.folds) drawRule(pdf, 12, y, 12);
}

function dateLine(letter: PaperLetter, { date }: Sheet): DrawnLine {
  const line = measure(dateOf(letter), { language: letter.locale, size: TEXT_SIZE });
  return {
    ...line,
    x: "left" in date ? date.left : date.right - line.width,
    y: date.y - TEXT_SIZE,
    size: TEXT_SIZE,
  };
}

function dateOf({ date, locale }: PaperLetter): string {
  return formatDay(date, locale);
}

function drawPageNumber(pdf: Pdf, number: string, { right, height }: Sheet, language: Locale): void {
  const line = measure(number, { language, size: PAGE_NUMBER_SIZE });
  drawFurniture(pdf, [{ ...line, x: right - line.width, y: height - 48, size: PAGE_NUMBER_SIZE }]);
}
