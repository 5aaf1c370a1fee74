import { type PDFiumDocument, PDFiumLibrary } from "@hyzyla/pdfium";
import { extractText } from "unpdf";

/** A page as a reader sees it: grey values (0 black … 255 white), `SCALE` pixels to a point. */
export type SeenPage = { width: number; height: number; scale: number; text: string; pixels: Uint8Array };
/** Left and upper edge, width and height, in points from the page's upper left corner. */
export type Box = [x: number, y: number, width: number, height: number];

const SCALE = 2;
const DARK = 128;

let library: Promise<PDFiumLibrary> | undefined;

/** Draws every page of a PDF with PDFium and reads its text with PDF.js; neither of them wrote it. */
export async function seePdf(pdf: Uint8Array): Promise<SeenPage[]> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  try {
    const { text } = await extractText(Uint8Array.from(pdf));
    return await seePages(document, text);
  } finally {
    document.destroy();
  }
}

async function seePages(document: PDFiumDocument, texts: readonly string[]): Promise<SeenPage[]> {
  const pages: SeenPage[] = [];
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale: SCALE, render: "bitmap", colorSpace: "Gray" });
    const pixels = data.length === width * height ? data : unpad(data, width, height);
    const text = texts[pages.length] ?? "";
    pages.push({ width: width / SCALE, height: height / SCALE, scale: SCALE, text, pixels });
  }
  return pages;
}

/** Rows are padded to multiples of four. */
function unpad(data: Uint8Array, width: number, height: number): Uint8Array {
  const stride = data.length / height;
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1)
    pixels.set(data.subarray(row * stride, row * stride + width), row * width);
  return pixels;
}

/** The share of a box that is dark. */
export function inkIn(page: SeenPage, box: Box): number {
  const cut = cutOut(page, box);
  return cut.filter((value) => value < DARK).length / cut.length;
}

/** Whether anything is dark on a page outside of some boxes. */
export function inkOutside(page: SeenPage, boxes: readonly Box[]): boolean {
  const { width, scale, pixels } = page;
  return pixels.some((value, index) => {
    if (value >= DARK) return false;
    const [x, y] = [(index % (width * scale)) / scale, Math.floor(index / (width * scale)) / scale];
    return !boxes.some((box) => x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3]);
  });
}

/** The grey values of a box, row by row. */
export function cutOut({ width, scale, pixels }: SeenPage, [x, y, wide, high]: Box): Uint8Array {
  const [left, top, columns, rows] = [x, y, wide, high].map((value) => Math.round(value * scale)) as Box;
  const cut = new Uint8Array(columns * rows).fill(255);
  for (let row = 0; row < rows; row += 1) {
    const at = (top + row) * width * scale + left;
    cut.set(pixels.subarray(at, at + columns), row * columns);
  }
  return cut;
}
