import PDFDocument from "pdfkit";
import type { Locale } from "@/lib/i18n/locales";
import type { Line } from "./break-lines";
import { type Face, widthOf } from "./letter-fonts";

/** A document that is being written, and the tree of what its parts are (PDF/UA). */
export type Pdf = {
  doc: PDFKit.PDFDocument;
  root: PDFKit.PDFStructureElement;
  faces: Set<string>;
  done: Promise<Uint8Array>;
};
export type PdfFacts = { title: string; language: Locale; at: Date };
type Size = { width: number; height: number };

const INK = "#111111";
const MARK = "#888888";
const HAIRLINE = 0.5;
/** Its types know only the archive's standards. */
const ACCESSIBLE = "PDF/UA" as string as PDFKit.Mixins.PDFSubsets;

/** Begins a tagged PDF 1.7 without pages. Its title and language are those that programs show and read out. */
export function openPdf({ title, language, at }: PdfFacts): Pdf {
  const doc = new PDFDocument({
    ...{ autoFirstPage: false, pdfVersion: "1.7", tagged: true, subset: ACCESSIBLE },
    ...{ lang: language, displayTitle: true, font: "" },
    info: {
      Title: title,
      Creator: "Vigil",
      Producer: "Vigil",
      CreationDate: at,
      ModDate: at,
    },
  });
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    doc.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on("error", reject);
  });
  const root = doc.struct("Document", { lang: language });
  doc.addStructure(root);
  return { doc, root, faces: new Set(), done };
}

/** Ends it; returns its bytes. */
export function closePdf({ doc, root, done }: Pdf): Promise<Uint8Array> {
  root.end();
  doc.end();
  return done;
}

export function addSheet({ doc }: Pdf, { width, height }: Size): void {
  doc.addPage({ size: [width, height], margin: 0 });
}

/** A line of text in its place: left edge, upper edge, size of its letters, in points. */
export type DrawnLine = Line & { x: number; y: number; size: number };
type Hung = {
  /** The part that these lines go on with, begun on a sheet before. */
  part?: PDFKit.PDFStructureElement;
  /** Where that differs from the document's language (BCP 47). */
  lang?: string;
};

/** Draws lines as one part of the text: a paragraph (P), a title (H1). Returns the part. */
export function drawPart(
  pdf: Pdf,
  role: string,
  lines: readonly DrawnLine[],
  { part, lang }: Hung = {},
): PDFKit.PDFStructureElement {
  const element = part ?? pdf.doc.struct(role, lang ? { lang } : {});
  if (!part) pdf.root.add(element);
  element.add(pdf.doc.markStructureContent(role));
  for (const line of lines) drawLine(pdf, line);
  pdf.doc.endMarkedContent();
  return element;
}

/** Draws lines that repeat on every sheet, which nobody wants read out. */
export function drawFurniture(pdf: Pdf, lines: readonly DrawnLine[]): void {
  pdf.doc.markContent("Artifact", { type: "Pagination" });
  for (const line of lines) drawLine(pdf, line);
  pdf.doc.endMarkedContent();
}

/** Draws a hairline, a mark or a rule that means nothing by itself. */
export function drawRule({ doc }: Pdf, x: number, y: number, width: number): void {
  doc.markContent("Artifact", { type: "Layout" });
  doc
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(HAIRLINE)
    .stroke(MARK);
  doc.endMarkedContent();
}

function drawLine({ doc, faces }: Pdf, { runs, x, y, size }: DrawnLine): void {
  let left = x;
  for (const run of runs) {
    register(doc, faces, run.face);
    doc.font(run.face.name).fontSize(size).fillColor(INK);
    doc.text(run.text, left, y + size, { lineBreak: false, baseline: "alphabetic" });
    left += widthOf(run, size);
  }
}

function register(doc: PDFKit.PDFDocument, known: Set<string>, { name, font }: Face): void {
  if (known.has(name)) return;
  known.add(name);
  // Its types know files and buffers only; it takes fonts that are read already.
  doc.registerFont(name, font as unknown as Buffer);
}
