import { z } from "zod";
import { distinct, key, locale, paragraph, targetRow, text } from "@/lib/campaigns/schema";
import { PLACES, placesIn } from "./places";
import { TEMPLATE_STATES } from "./states";

const INT4_MAX = 2_147_483_647;

/** The whole letter from salutation to the writer's name, in UTF-16 units; the host refuses bodies over 64 KiB. */
export const TEXT_LONGEST = 5_000;
/** One line of a mail's list. */
export const SUBJECT_LONGEST = 150;
/** What the writer adds of their own: about a third of a page. */
export const OWN_WORDS_LONGEST = 1_500;
export const NAME_LONGEST = 100;
/** What a writer tells of an office's answer, and its gist: characters. */
export const TOLD_LONGEST = 5_000;
export const GIST_LONGEST = 300;
/** What a template may come to with everything chosen, so that name and country find room whatever is chosen. */
export const TEMPLATE_LONGEST = 4_800;

/**
 * A header's name at the beginning of a line; an ordinary "Cc:" is none: what a letter says is never read as a header. Or an
 * encoded word (RFC 2047, 2), which mail programs decode in headers: what is refused in clear does not come so either.
 */
const HEADER =
  /(?:^[ \t]*(?:bcc|sender|reply-to|return-path|content-[a-z-]+|mime-version|x-[a-z-]+)[ \t]*:|=\?[^?\s]+\?[bq]\?).{0,40}/im;

/**
 * The first piece of a text that is like a header of a mail, which no letter needs and a mail program that is fooled
 * takes for its own; null where none does. Of a long one the beginning.
 */
export function headerIn(text: string): string | null {
  return HEADER.exec(text)?.[0].trim() ?? null;
}

/** One line without a break; `{office}`, `{city}` and `{country}` stand for what is known of the office. */
const line = text
  .refine((value) => !/[\p{Cc}\u2028\u2029]/u.test(value), "one-line")
  .refine(
    (value) => placesIn(value).every((name) => PLACES.some((known) => known === name)),
    "unknown-place",
  );
const fixedLine = line.refine((value) => placesIn(value).length === 0, "no-place");

/**
 * A paragraph whose sentences cite claims. `note` says, in the letter itself, what is disputed about them: a paragraph
 * that cites a disputable claim has one.
 */
export const letterParagraph = paragraph
  .extend({ note: text.optional() })
  .refine(({ sentences, note = "" }) => ![note, ...sentences.map((each) => each.text)].some(hasMark), {
    error: "mark",
  })
  .meta({ id: "LetterParagraph" });

/** Marks are set by what a sentence cites: one in its words would lead to another's source. */
function hasMark(value: string): boolean {
  return /\[\d+\]/.test(value);
}

const choice = z.strictObject({
  key,
  label: fixedLine.max(200, "too-long"),
  hint: fixedLine.max(300, "too-long").optional(),
  paragraphs: z.array(letterParagraph).min(1, "empty"),
});

const salutation = z.strictObject({ kind: targetRow.shape.kind.optional(), text: line });

/**
 * What a letter is put together from. Of the salutations the first counts whose kind is the office's (or that names
 * none) and whose places are known of it; the last fits every office.
 */
export const letterBody = z
  .strictObject({
    salutations: z
      .array(salutation)
      .min(1, "empty")
      .refine((list) => fitsAll(list.at(-1)), "last-fits-all"),
    opening: z.array(letterParagraph).min(1, "empty"),
    topics: choices(),
    request: z
      .array(letterParagraph)
      .meta({ description: "Leads to the demands; left out where none is chosen." }),
    demands: choices(),
    closing: z.array(letterParagraph).min(1, "empty"),
    farewell: fixedLine,
  })
  .meta({ id: "LetterBody" });

function choices() {
  return z
    .array(choice)
    .min(1, "empty")
    .refine((list) => new Set(list.map((each) => each.key)).size === list.length, "repeated");
}

function fitsAll(last: z.infer<typeof salutation> | undefined): boolean {
  return last !== undefined && last.kind === undefined && placesIn(last.text).length === 0;
}

/** One version of a letter template in one language, as `texts/letter.KEY.LOCALE.json` brings it. */
export const letterTemplateText = z.strictObject({
  template: key,
  campaign: key,
  position: z.int().min(1, "too-small").max(INT4_MAX, "too-large"),
  state: z.enum(TEMPLATE_STATES),
  kinds: distinct(targetRow.shape.kind),
  targets: distinct(key),
  number: z.int().min(1, "too-small").max(INT4_MAX, "too-large"),
  locale,
  title: fixedLine.max(200, "too-long"),
  subject: fixedLine.max(SUBJECT_LONGEST, "too-long"),
  body: letterBody,
});

/** A published version. */
export const letterVersionView = z.object({
  id: z.uuid(),
  number: z.int(),
  locale,
  title: z.string(),
  subject: z.string(),
  body: letterBody,
  digest: z.string().meta({ description: "SHA-256, hex, of the RFC 8785 form of the text." }),
  publishedAt: z.date(),
});
