import type { Locale } from "@/lib/i18n/locales";
import { addressLines } from "./address-lines";
import { undrawable } from "./break-lines";
import { drawFace, type PaperEnvelope } from "./draw-envelope";
import { drawSheets, type PaperLetter, wordsOf } from "./draw-letter";
import { closePdf, openPdf } from "./write-pdf";

/** What is to be drawn, as plain data. */
export type PaperOrder =
  | ({ kind: "letter" } & PaperLetter)
  | ({ kind: "envelope"; title: string; date: Date } & PaperEnvelope);

/** Words that are to be printed one day: nothing is drawn. */
export type PaperCheck = { kind: "check"; words: string[]; language: Locale };

/** What of the words no font of ours has: a letter with holes or boxes in it is none. */
type Undrawable = { ok: false; reason: "undrawable"; characters: string[] };
export type DrawnPaper = { ok: true; pdf: Uint8Array; pages: number } | Undrawable;
export type CheckedPaper = { ok: true } | Undrawable;

/**
 * Draws a letter or an envelope, or says only whether the fonts have all of it. A page takes some tenths of a second, as
 * does opening the fonts, so it runs aside (lib/web/aside.ts).
 */
export default async function drawPaper(order: PaperOrder): Promise<DrawnPaper>;
export default async function drawPaper(order: PaperOrder | PaperCheck): Promise<DrawnPaper | CheckedPaper>;
export default async function drawPaper(order: PaperOrder | PaperCheck): Promise<DrawnPaper | CheckedPaper> {
  const characters = undrawable(wordsIn(order), order.language);
  if (characters.length > 0) return { ok: false, reason: "undrawable", characters };
  if (order.kind === "check") return { ok: true };
  const title = order.kind === "letter" ? order.subject : order.title;
  const pdf = openPdf({ title, language: order.language, at: order.date });
  const pages = order.kind === "letter" ? drawSheets(pdf, order) : drawFace(pdf, order);
  return { ok: true, pdf: await closePdf(pdf), pages };
}

function wordsIn(order: PaperOrder | PaperCheck): string[] {
  if (order.kind === "check") return order.words;
  return order.kind === "letter" ? wordsOf(order) : [...order.sender, ...addressLines(order.office)];
}
