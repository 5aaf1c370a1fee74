import { z } from "zod";
import { COUNTRIES } from "@/lib/i18n/countries";
import { LOCALES } from "@/lib/i18n/locales";
import { isRealDate } from "@/lib/time/partial-date";
import { CAMPAIGN_STATES } from "./states";

/** The permanent name of a campaign, petition, claim, source or target in files, paths and answers. */
export const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const key = z.string().max(100, "too-long").regex(KEY, "bad-format");

/** Text that PostgreSQL can hold and UTF-8 can carry: no NUL, no half of a surrogate pair. */
export const text = z
  .string()
  .min(1, "empty")
  .max(20_000, "too-long")
  .refine((value) => !/\0|\p{Surrogate}/u.test(value), "bad-character");

export const partialDate = z.string().refine(isRealDate, "bad-date");
export const webAddress = z
  .string()
  .regex(/^https?:\/\/\S+$/, "bad-format")
  .refine((value) => URL.canParse(value), "bad-format")
  .pipe(text);
export const locale = z.enum(LOCALES);

/** A list without repetition (JSON Schema's uniqueItems). */
export function distinct<T extends z.ZodType>(item: T) {
  return z.array(item).refine((list) => new Set(list).size === list.length, "repeated");
}

/** What a sentence does: state a fact (which rests on claims), ask for something, or connect. */
export const sentence = z
  .strictObject({ text, claims: distinct(key), kind: z.enum(["fact", "ask", "link"]) })
  .refine((value) => value.kind !== "fact" || value.claims.length > 0, {
    path: ["claims"],
    message: "fact-without-claim",
  })
  .meta({ id: "Sentence", description: "A sentence with the claims it rests on; a fact has at least one." });
export const paragraph = z
  .strictObject({ sentences: z.array(sentence).min(1, "empty") })
  .meta({ id: "Paragraph" });
export const section = z
  .strictObject({ heading: text, paragraphs: z.array(paragraph).min(1, "empty") })
  .meta({ id: "Section" });

/** Countries (ISO 3166-1) in which taking part can be punished: readers there, or with family there, are warned by name. */
const atRisk = distinct(z.enum(COUNTRIES)).default([]);

/** The campaign's own words in one language, as a file brings them. */
export const campaignText = z.strictObject({
  slug: key,
  state: z.enum(CAMPAIGN_STATES),
  defaultLocale: locale,
  started: z.union([z.iso.datetime({ offset: true }), z.iso.date()]),
  locale,
  title: text,
  ask: text,
  summary: text,
  body: z.array(section),
  keyClaims: distinct(key),
  atRisk,
});

/** What the `body` column of a campaign's text holds. */
export const campaignBody = z.strictObject({ sections: z.array(section), keyClaims: z.array(key), atRisk });

/**
 * One office one can write to, as `targets.json` brings it, or that there is none. Null is "nobody has seen it"; an
 * office has a name.
 */
export const targetRow = z
  .strictObject({
    id: key,
    kind: z.enum([
      "embassy",
      "consulate-general",
      "mission",
      "foreign-ministry",
      "un-agency",
      "un-mandate",
      "parliamentary-body",
      "none",
    ]),
    iso2: z
      .string()
      .regex(/^[A-Z]{2}$/, "bad-format")
      .nullable(),
    host_country: text.nullable(),
    city: text.nullable(),
    name: text.nullable(),
    address: text.nullable(),
    phone: z
      .string()
      .regex(/^\+[0-9-]+$/, "bad-format")
      .nullable(),
    email: text.regex(/^[^@\s]+@[^@\s]+\.[a-z]+$/, "bad-format").nullable(),
    website: webAddress.nullable(),
    sources: z.array(text),
    source_date: text.nullable(),
    seen_date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, "bad-format")
      .pipe(partialDate),
    confidence: z.enum(["high", "medium", "low", "n/a"]),
    contact_ready: z.boolean(),
    note: text.nullable(),
    last_checked: partialDate.nullable(),
    platform_sending: z.boolean(),
    time_zone: z.string().regex(/^[A-Z][A-Za-z_]+(\/[A-Za-z_]+)+$/, "bad-format"),
    languages: distinct(z.string().regex(/^[a-z]{2}$/, "bad-format")).min(1, "empty"),
  })
  .refine(({ kind, name }) => kind === "none" || name !== null, { path: ["name"], message: "required" });

/** A contact field that is wrong where it was seen, and so is never shown; the reason is kept in its place. */
export const withheldContactRow = z.strictObject({
  target: key,
  field: z.enum(["address", "phone", "email", "website"]),
  reason: text,
});

export const campaignPetition = z.object({
  slug: key,
  title: z.string(),
  locale: locale.meta({ description: "Language of the title: the asked one where the petition has it." }),
  confirmed: z.int().nonnegative().meta({ description: "Published count of the last counting pass." }),
  asOf: z
    .date()
    .nullable()
    .meta({ description: "What `confirmed` is complete up to; null before the first pass." }),
});

/** A campaign in a list. */
export const campaignListItem = z
  .object({
    slug: key,
    title: z.string(),
    ask: z.string(),
    summary: z.string(),
    state: z.enum(CAMPAIGN_STATES),
    locale: locale.meta({ description: "Language of the text shown: the asked one, or the campaign's own." }),
    petitions: z.array(campaignPetition),
  })
  .meta({ id: "CampaignListItem" });

/** A campaign with its own words; `keyClaims` are keys of claims, in order. */
export const campaignView = campaignListItem
  .extend({
    sections: z.array(section),
    keyClaims: z.array(key),
    startedAt: z.date().nullable(),
    defaultLocale: locale,
    locales: z.array(locale),
  })
  .meta({ id: "CampaignView" });

/** The answer of a list: one page of it and where the next one is. */
export function listAnswer<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.url().nullable().meta({ description: "The next page; null on the last." }),
  });
}
