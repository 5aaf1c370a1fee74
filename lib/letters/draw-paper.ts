import { addressLines } from "./address-lines";
import { undrawable } from "./break-lines";
import { drawFace, type PaperEnvelope } from "./draw-envelope";
import { drawSheets, type PaperLetter, wordsOf } from "./draw-letter";
import { closePdf, openPdf } from "./write-pdf";

/** What is to be drawn, as plain data. */
export type PaperOrder =
  | ({ kind: "letter" } & PaperLetter)
  | ({ kind: "envelope"; title: string; date: Date } & PaperEnvelope);

/** The PDF, or what of the words no font of ours has: a letter with holes or boxes in it is none. */
export type DrawnPaper =
  | { ok: true; pdf: Uint8Array; pages: number }
  | { ok: false; reason: "undrawable"; characters: string[] };

/** Draws a letter or an envelope. A page takes some tenths of a second, so it runs aside (lib/web/aside.ts). */
export default async function drawPaper(order: PaperOrder): Promise<DrawnPaper> {
  const characters = undrawable(wordsIn(order), order.language);
  if (characters.length > 0) return { ok: false, reason: "undrawable", characters };
  const title = order.kind === "letter" ? order.subject : order.title;
  const pdf = openPdf({ title, language: order.language, at: order.date });
  const pages = order.kind === "letter" ? drawSheets(pdf, order) : drawFace(pdf, order);
  return { ok: true, pdf: await closePdf(pdf), pages };
}

function wordsIn(order: PaperOrder): string[] {
  return order.kind === "letter" ? wordsOf(order) : [...order.sender, ...addressLines(order.office)];
}
