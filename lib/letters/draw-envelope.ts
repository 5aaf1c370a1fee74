import type { Locale } from "@/lib/i18n/locales";
import { addressLines, type PostalOffice } from "./address-lines";
import { fitField } from "./fit-field";
import { ENVELOPE, type EnvelopeName } from "./paper-sizes";
import { addSheet, drawPart, type Pdf } from "./write-pdf";

/** An envelope to print on. */
export type PaperEnvelope = {
  paper: EnvelopeName;
  /** The sender's lines, as the writer wishes; may be none. */
  sender: readonly string[];
  office: PostalOffice;
  language: Locale;
};

const SENDER_SIZE = 9;
const ADDRESS_SIZE = 12;

/** Draws an envelope as one page of its size. Returns the number of pages. */
export function drawFace(pdf: Pdf, { paper, sender, office, language }: PaperEnvelope): number {
  const envelope = ENVELOPE[paper];
  addSheet(pdf, envelope);
  if (sender.length > 0) drawPart(pdf, "P", fitField(sender, envelope.sender, SENDER_SIZE, language));
  drawPart(pdf, "P", fitField(addressLines(office), envelope.address, ADDRESS_SIZE, language));
  return 1;
}
