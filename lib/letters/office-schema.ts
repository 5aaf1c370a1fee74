import { z } from "zod";
import { key, targetRow } from "@/lib/campaigns/schema";
import { isCountry } from "@/lib/i18n/countries";

/**
 * Why the platform does not send to an office now; letters on paper or by one's own mail are another matter. `bad-address`:
 * what a check found is at a domain that has been listed as one of throw-away addresses since. `waits`:
 * somebody has stopped it, or a letter came back. Which of the two is not said: one that came back tells that one was written.
 */
export const WHY_NOT_BY_PLATFORM = [
  "none",
  "unchecked",
  "check-too-old",
  "no-address",
  "bad-address",
  "waits",
] as const;

const text = z.string();

/** What is known of an office, where it was seen and when, and whether the platform sends to it. */
export const office = z
  .object({
    campaign: key,
    key,
    kind: targetRow.shape.kind.meta({ description: "`none`: it is known that there is no office." }),
    name: text.nullable(),
    city: text.nullable(),
    country: text.nullable().meta({ description: "ISO 3166-1 alpha-2 of where it stands, or EU." }),
    hostCountry: text.nullable(),
    address: text.nullable(),
    phone: text.nullable(),
    email: text.nullable().meta({
      description: "By the newest check where there is one, else as imported. Null: nobody has seen one.",
    }),
    website: text.nullable(),
    sources: z.array(text).meta({ description: "Where the contact data were seen." }),
    sourceDate: text.nullable().meta({ description: "Date of these sources: year, month or day." }),
    seenDate: text.meta({ description: "When somebody last read these sources." }),
    lastChecked: text.nullable().meta({
      description: "What the imported data are known to hold for; of `email` only where there is no check.",
    }),
    confidence: targetRow.shape.confidence,
    note: text.nullable().meta({ description: "Of the imported data, as of seenDate; a check has its own." }),
    timeZone: text,
    languages: z.array(text).meta({ description: "ISO 639-1, those it reads first." }),
    check: z
      .object({ at: z.date(), email: text.nullable(), sourceUrl: z.url(), note: text.nullable() })
      .nullable()
      .meta({ description: "The newest look at an official source for its mail address." }),
    platform: z
      .discriminatedUnion("may", [
        z.object({ may: z.literal(true), address: text, checkedAt: z.date(), sourceUrl: z.url() }),
        z.object({ may: z.literal(false), why: z.enum(WHY_NOT_BY_PLATFORM) }),
      ])
      .meta({
        description: "Whether letters go there by the platform: only where it was checked within 90 days.",
      }),
  })
  .meta({ id: "Office" });

/** Where offices can stand: a country, or the European Union, to which countries send missions. */
export function isOfficeCountry(code: string): boolean {
  return isCountry(code) || code === "EU";
}
