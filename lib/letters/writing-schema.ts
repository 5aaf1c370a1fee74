import { z } from "zod";
import { key } from "@/lib/campaigns/schema";
import { isCountry } from "@/lib/i18n/countries";
import { LOCALES } from "@/lib/i18n/locales";
import { readAddress } from "@/lib/mail/address";
import { hasHidden, withoutIdle } from "./hidden-characters";
import { headerIn, NAME_LONGEST, OWN_WORDS_LONGEST, SUBJECT_LONGEST, TEXT_LONGEST } from "./schema";
import { CHANNELS } from "./states";

/** Topics, demands or claims of one letter at most. */
const LIST_LONGEST = 60;

/** A break of any kind: what starts a header or a line of its own somewhere (RFC 5322, 2.2; Unicode, line breaking). */
const BREAK = /[\n\r\v\f\u0085\u2028\u2029]/;
/** Breaks that are no new line to everybody. */
const ODD_BREAK = /[\v\f\u0085\u2028\u2029]/;
/** A tag: letters are plain text. */
const MARKUP = /<[/!?a-z]/i;

const characters = (value: string) => [...value].length;

/** One line that goes into a header or names somebody. */
export const oneLine = (max: number) =>
  z
    .string("invalid")
    .refine((value) => !BREAK.test(value), "one-line")
    .transform((value) =>
      withoutIdle(value)
        .replace(/\p{Zs}+/gu, " ")
        .trim(),
    )
    .pipe(
      z
        .string()
        .refine((value) => characters(value) <= max, "too-long")
        .refine((value) => !hasHidden(value) && !value.includes("\t"), "hidden")
        .refine((value) => headerIn(value) === null, "header"),
    );

/** Text of several paragraphs, as a form or JSON sends it. */
const paragraphs = (max: number) =>
  z
    .string("invalid")
    .transform((value) => withoutIdle(value).replace(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .refine((value) => value.length <= max, "too-long")
        .refine((value) => !hasHidden(value) && !ODD_BREAK.test(value), "hidden")
        .refine((value) => !MARKUP.test(value), "markup")
        .refine((value) => headerIn(value) === null, "header"),
    );

/** Keys joined by spaces, each once, in order. */
const keys = z
  .string("invalid")
  .max(10_000, "too-long")
  .transform((value) => [...new Set(value.split(" ").filter(Boolean))])
  .pipe(z.array(key).max(LIST_LONGEST, "too-many"));

const tick = z.literal("on", "invalid").optional();

const email = z.string("required").transform((typed, context) => {
  const read = readAddress(typed);
  if (read.ok) return read.address;
  context.addIssue({ code: "custom", message: read.problem });
  return z.NEVER;
});

/** The fields of the door for letters (docs/interface.md); messages are error codes that the catalogs have words for. */
export const writingFields = z.object({
  campaign: key.describe("The campaign's slug"),
  target: key.describe("The office's key"),
  template: key.optional().describe("The template it was written from"),
  version: z
    .union([
      z.string("invalid").regex(/^[1-9]\d{0,5}$/, "invalid"),
      z.int("invalid").min(1, "invalid").max(999_999, "invalid"),
    ])
    .transform(Number)
    .optional()
    .describe("Number of its version"),
  language: z.enum(LOCALES, "invalid").describe("Of the letter"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Of the pages and the mail that asks for a yes"),
  name: oneLine(NAME_LONGEST)
    .refine((value) => value !== "", "required")
    // In whichever width: some programs take wide signs for the narrow ones.
    .refine((value) => !/[<>@:;"\\]/.test(value.normalize("NFKC")), "invalid")
    .describe("As the writer wishes to be named; 1–100 characters"),
  email: email.describe("Where the confirmation is mailed; the office sees it only with `replyTo=own`"),
  country: z.string("invalid").refine(isCountry, "invalid").optional().describe("ISO 3166-1 alpha-2"),
  subject: oneLine(SUBJECT_LONGEST)
    .refine((value) => value !== "", "required")
    .describe("One line"),
  text: paragraphs(TEXT_LONGEST)
    .refine((value) => value !== "", "required")
    .describe("The whole letter, from salutation to name; marks such as [1] stand for `claims`, in order"),
  claims: keys.default([]).describe("Keys of the claims behind the marks, in order, with spaces between"),
  topics: keys.default([]).describe("Keys of the chosen topics"),
  demands: keys.default([]).describe("Keys of the chosen demands"),
  own: paragraphs(OWN_WORDS_LONGEST).optional().describe("What the writer added; it stands in `text` too"),
  confirmed: keys.default([]).describe("Contested claims the writer wants in all the same"),
  channel: z.enum(CHANNELS, "invalid").describe("`mail`: by the platform; `hand-over`: organizers carry it"),
  replyTo: z.enum(["relay", "own"], "invalid").default("relay").describe("Where answers go"),
  followUp: tick.describe("Ask me in two weeks whether they answered"),
  consent: z
    .literal("on", "required")
    .describe("The special-category consent, in words on the page (GDPR Art. 9(2)(a))"),
  altcha: z
    .string("invalid")
    .max(1_000, "invalid")
    .optional()
    .describe("A proof of work, which the page's script adds; without one the mail may be later"),
  website: z.string("invalid").max(2_000, "invalid").optional().describe("A trap; people leave it empty"),
});

export type Writing = z.output<typeof writingFields>;
export type WritingErrors = Record<string, string>;

type Read<Fields> = { ok: true; fields: Fields } | { ok: false; errors: WritingErrors };

/**
 * Takes what a client sent, as a flat record. Returns its fields, or field → error code. Empty strings count as left
 * out, as forms send them.
 */
export function readFields<Schema extends z.ZodType>(
  schema: Schema,
  sent: Record<string, unknown>,
): Read<z.output<Schema>> {
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, fields: parsed.data };
  const errors: WritingErrors = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0]);
    // What is left out altogether is missing, whatever its type would have been.
    errors[field] ??= given[field] === undefined ? "required" : issue.message;
  }
  return { ok: false, errors };
}

/** A letter, as the door for letters takes it. */
export function readWriting(
  sent: Record<string, unknown>,
): { ok: true; writing: Writing } | { ok: false; errors: WritingErrors } {
  const read = readFields(writingFields, sent);
  return read.ok ? { ok: true, writing: read.fields } : read;
}

/** The fields of the doors behind the link of one letter. */
export const ownLetterFields = z.object({
  token: z.string("required").min(1, "required").max(200, "invalid").describe("From the link in the mail"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Language of the page that answers a form"),
  sure: tick.describe("Forms only: the box that says so"),
});
