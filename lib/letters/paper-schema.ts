import { z } from "zod";
import { PAPERS } from "./paper-sizes";
import { NAME_LONGEST } from "./schema";
import { oneLine, readFields, writingFields } from "./writing-schema";

/** What fits above a letter and into the corner of an envelope. */
const SENDER_LINES = 6;
const SENDER_LINE_LONGEST = 60;
/** All of them with their ends. */
export const SENDER_LONGEST = SENDER_LINES * (SENDER_LINE_LONGEST + 1);

const senderLines = z
  .string("invalid")
  .transform((value) =>
    value
      .replace(/\r\n?/g, "\n")
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  )
  .pipe(z.array(oneLine(SENDER_LINE_LONGEST)).max(SENDER_LINES, "too-many-lines"));

/** The fields of the door that draws letters on paper; the others of the door for letters may come along and are not read. */
export const paperFields = writingFields
  .pick({ campaign: true, target: true, template: true, version: true, language: true, locale: true })
  .extend(writingFields.pick({ subject: true, text: true, claims: true }).shape)
  .extend({
    paper: z.enum(PAPERS, "invalid").describe("A sheet (`a4`, `letter`) or an envelope (`dl`, `c6`, `no10`)"),
    name: oneLine(NAME_LONGEST)
      .optional()
      .describe("The name below the letter; leaves room above it to sign"),
    sender: senderLines
      .default([])
      .describe("Name and place above the letter, up to 6 lines; may be left out"),
    date: z.iso.date("invalid").optional().describe("Day of the letter; today in UTC where left out"),
  });

export type PaperFields = z.output<typeof paperFields>;

/** Takes what a client sent. Returns the fields, or field → error code (readFields). */
export function readPaper(sent: Record<string, unknown>) {
  return readFields(paperFields, sent);
}
