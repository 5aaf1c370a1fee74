import { z } from "zod";
import { PAPERS } from "./paper-sizes";
import { NAME_LONGEST } from "./schema";
import { oneLine, writingFields } from "./writing-schema";

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

/** Takes what a client sent, as a flat record. Returns the fields, or field → error code. Empty strings count as left out. */
export function readPaper(
  sent: Record<string, unknown>,
): { ok: true; fields: PaperFields } | { ok: false; errors: Record<string, string> } {
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ""));
  const parsed = paperFields.safeParse(given);
  if (parsed.success) return { ok: true, fields: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0]);
    errors[field] ??= given[field] === undefined ? "required" : message;
  }
  return { ok: false, errors };
}
