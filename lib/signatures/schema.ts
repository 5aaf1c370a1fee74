import { z } from "zod";
import { isCountry } from "@/lib/i18n/countries";
import { LOCALES } from "@/lib/i18n/locales";
import { readAddress } from "@/lib/mail/address";
import { DISPLAYS } from "./states";

export const NAME_MAX = 100;
export const REASON_MAX = 500;

/** Letters of any script with marks, digits, spaces and the punctuation that names have. Control, bidi override and markup characters are none of these. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: single joiners and marks are meant
const NAME = /^(?=.*\p{L})[\p{L}\p{M}\p{N}\p{Zs}\u200c\u200d'’‘ʻʼ`´.,·・‧()&"“”«»\-‐‑–—゠]+$/u;
/** Runs that no name has and that injections do. */
const NOT_A_NAME = /--|\/\*|\*\/|\/\//;
const CONTROL = /[\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069]|(?![\n\r\t])\p{Cc}/u;
/** A tag opening: reasons are shown as text, and nobody needs a tag to say why. */
const MARKUP = /<[/!?a-z]/i;

const text = (max: number) => z.string("invalid").refine((value) => [...value].length <= max, "too-long");
const tick = z.literal("on", "invalid").optional();

const name = z
  .string("invalid")
  .transform((value) =>
    value
      .normalize("NFC")
      .replace(/\p{Zs}+/gu, " ")
      .trim(),
  )
  .pipe(
    text(NAME_MAX).refine(
      (value) => value === "" || (NAME.test(value) && !NOT_A_NAME.test(value)),
      "invalid",
    ),
  );

const email = z.string("required").transform((typed, context) => {
  const read = readAddress(typed);
  if (read.ok) return read.address;
  context.addIssue({ code: "custom", message: read.problem });
  return z.NEVER;
});

const reason = z
  .string("invalid")
  .transform((value) => value.normalize("NFC").replace(/\r\n?/g, "\n").trim())
  .pipe(
    text(REASON_MAX)
      .refine((value) => !CONTROL.test(value), "invalid")
      .refine((value) => !MARKUP.test(value), "markup"),
  );

/** The fields of the signing door as docs/interface.md names them; messages are error codes that the catalogs have words for. */
export const signingFields = z.object({
  name: name.optional().describe("1–100 characters, any script; optional where display is `counted`"),
  email: email.describe("Where the confirmation is mailed"),
  country: z
    .string("invalid")
    .refine(isCountry, "invalid")
    .optional()
    .describe("ISO 3166-1 alpha-2; optional where display is `counted`"),
  display: z.enum(DISPLAYS, "invalid").default("counted").describe("How the signature is shown"),
  consent: z
    .literal("on", "required")
    .describe("The special-category consent, in words on the page (GDPR Art. 9(2)(a))"),
  forgetMe: tick.describe("Destroy name and address after confirming"),
  reason: reason.optional().describe("Up to 500 characters, shown only after moderation"),
  updates: tick.describe("Separate consent to news by mail"),
  version: z
    .union(
      [
        z.string("invalid").regex(/^[1-9]\d{0,5}$/, "invalid"),
        z.int("invalid").min(1, "invalid").max(999_999, "invalid"),
      ],
      "invalid",
    )
    .transform(Number)
    .optional()
    .describe("Number of the text version that was read"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Language of the page and of the mail"),
  src: z
    .string("invalid")
    .regex(/^[A-Za-z0-9._-]{1,64}$/, "invalid")
    .optional()
    .describe("Source tag"),
  altcha: z
    .string("invalid")
    .max(1_000, "invalid")
    .optional()
    .describe("A proof of work for `/proof`, which the page's script adds; without one mails may be later"),
  website: z.string("invalid").max(2_000, "invalid").optional().describe("A trap; people leave it empty"),
});

/** A whole sign-up: where a name or a place is to be shown, both must be there. */
export const signing = signingFields.superRefine((fields, context) => {
  if (fields.display === "counted") return;
  if (!fields.name) context.addIssue({ code: "custom", path: ["name"], message: "required" });
  if (!fields.country) context.addIssue({ code: "custom", path: ["country"], message: "required" });
});

export type Signing = z.output<typeof signing>;

/** What the door for proofs of work gives: ALTCHA's challenge. */
export const challengeAnswer = z.object({
  algorithm: z.literal("SHA-256"),
  challenge: z.string().describe("The hash to meet, hex"),
  maxnumber: z.int().describe("The number lies between 0 and this"),
  salt: z.string().describe("What the number is written after; says when it expires"),
  signature: z.string().describe("To be sent back as it is"),
});

export const confirming = z.object({
  token: z.string("required").min(1, "required").max(200, "invalid").describe("From the link in the mail"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Language of the page that answers a form"),
  shown: z.iso
    .datetime("invalid")
    .optional()
    .describe("From the page: when the sign-up that it showed was made"),
});

const day = z.iso.date().meta({ description: "UTC day" });

/** A signer who chose to be shown, as everyone may read it. */
export const publicSigner = z
  .object({
    name: z.string().meta({ description: "Name, or initials where that was chosen" }),
    country: z.string().nullable().meta({ description: "ISO 3166-1 alpha-2" }),
    day: day.meta({ description: "Day of the batch it was listed with; order within is by alphabet" }),
    reason: z
      .object({ text: z.string(), locale: z.enum(LOCALES) })
      .nullable()
      .meta({ description: "Only after a moderator has read it" }),
  })
  .meta({ id: "PublicSigner" });

const withheld = z
  .enum(["under-threshold"])
  .nullable()
  .meta({ description: "Why there is no number; null where there is one" });
const threshold = z.int().meta({ description: "Cells and increments below it are withheld" });

/** The published count at the end of each finished day. */
export const figureHistory = z
  .object({
    items: z.array(
      z.object({
        day,
        total: z.int().nullable(),
        change: z.int().nullable().meta({ description: "Since the last day that has a total" }),
        since: day.nullable().meta({ description: "First day that the change covers" }),
        withheld,
      }),
    ),
    next: z.null(),
    threshold,
  })
  .meta({ id: "History" });

const week = z.object({ from: day, until: day }).meta({ description: "Monday to Sunday (ISO 8601)" });

/** What is published per country at the end of one week. */
export const countryFigures = z
  .object({
    week: week.nullable().meta({ description: "null: nothing was released yet" }),
    total: z.int().nullable().meta({ description: "Published count at the week's end" }),
    items: z.array(
      z.object({
        country: z.string().meta({ description: "ISO 3166-1 alpha-2" }),
        atLeast: z.int().nullable().meta({ description: "In full multiples of the threshold, rounded down" }),
        since: day.nullable().meta({ description: "Last day of the week from which the number stands" }),
        withheld,
      }),
    ),
    remainder: z
      .int()
      .nullable()
      .meta({ description: "Total without the numbers shown: withheld, rounded off, or no country said" }),
    weeks: z
      .array(day)
      .meta({ description: "Monday of every released week, newest first: values of ?week=" }),
    nextRelease: day.meta({ description: "When the next week is released" }),
    next: z.null(),
    threshold,
  })
  .meta({ id: "CountryFigures" });

/**
 * Takes what a client sent, as a flat record. Returns the sign-up, or field → error code. Empty strings count as
 * left out, as forms send them. Zod skips the cross-field rule while a field is wrong, so it is asked apart and a
 * person sees all errors at once.
 */
export function readSigning(
  sent: Record<string, unknown>,
): { ok: true; signing: Signing } | { ok: false; errors: Record<string, string> } {
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ""));
  const parsed = signing.safeParse(given);
  if (parsed.success) return { ok: true, signing: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= issue.message;
  if (given.display === "public" || given.display === "initials") {
    if (!given.name) errors.name ??= "required";
    if (!given.country) errors.country ??= "required";
  }
  return { ok: false, errors };
}
