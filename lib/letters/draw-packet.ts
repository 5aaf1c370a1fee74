import { breakLines } from "./break-lines";
import { drawSheets, drawText } from "./draw-letter";
import type { CarriedLetter, PacketHead } from "./packet-queries";
import { SHEET, type SheetName } from "./paper-sizes";
import { type Block, setPages } from "./set-letter";
import type { Cover } from "./write-cover";
import { addSheet, closePdf, openPdf, type Pdf } from "./write-pdf";

export type PacketPaper = {
  head: PacketHead;
  cover: Cover;
  letters: readonly CarriedLetter[];
  paper: SheetName;
};

const TITLE_SIZE = 19;
const HEADING_SIZE = 12.5;
const LINE_SIZE = 11;
const LEAD = 1.42;

/**
 * Draws a packet as one PDF: the cover, then each letter on sheets of its own, with its own page numbers. Some hundredths
 * of a second a letter: for commands, not for a process that others wait for.
 */
export async function drawPacket({ head, cover, letters, paper }: PacketPaper): Promise<Uint8Array> {
  const pdf = openPdf({ title: cover.title, language: head.campaign.locale, at: head.madeAt });
  drawCover(pdf, cover, head, paper);
  for (const letter of letters) {
    const { subject, text, notes, name, locale, language, confirmedAt: date } = letter;
    const sender = { name, lines: [] };
    drawSheets(pdf, { subject, text, notes, sender, office: head.office, paper, locale, language, date });
  }
  return await closePdf(pdf);
}

function drawCover(pdf: Pdf, { title, parts }: Cover, { campaign }: PacketHead, paper: SheetName): void {
  const sheet = { ...SHEET[paper], firstTop: SHEET[paper].nextTop };
  const width = sheet.right - sheet.left;
  const block = (role: Block["role"], words: string, size: number, before: number): Block => ({
    ...{ role, size, before, lead: size * LEAD },
    lines: breakLines(words, width, { language: campaign.locale, size, weight: role === "P" ? 400 : 600 }),
  });
  const blocks = parts.flatMap(({ heading, lines }) => [
    ...(heading === null ? [] : [block("H2", heading, HEADING_SIZE, 22)]),
    ...lines.map((line, index) => block("P", line, LINE_SIZE, index === 0 ? 8 : 3)),
  ]);
  const begun = new Map<number, PDFKit.PDFStructureElement>();
  for (const page of setPages([block("H1", title, TITLE_SIZE, 0), ...blocks], sheet)) {
    addSheet(pdf, sheet);
    drawText(pdf, page, sheet, begun);
  }
}
