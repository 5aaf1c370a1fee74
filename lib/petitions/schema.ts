import { z } from "zod";
import { distinct, key, locale, paragraph, section, text } from "@/lib/campaigns/schema";
import { claimView } from "@/lib/evidence/schema";
import { PETITION_STATES } from "./states";

const INT4_MAX = 2_147_483_647;

/** The body of a petition's text: what leads to it, what is asked, how it ends. */
export const petitionBody = z
  .strictObject({
    opening: z.array(paragraph).min(1, "empty"),
    demands: z.array(section).min(1, "empty"),
    closing: z.array(paragraph),
  })
  .meta({ id: "PetitionBody" });

/** One version of a petition's text in one language, as a file brings it. */
export const petitionText = z.strictObject({
  petition: key,
  campaign: key,
  number: z.int().min(1, "too-small").max(INT4_MAX, "too-large"),
  locale,
  title: text,
  addressee: text,
  targets: distinct(key),
  opens: z.iso.datetime({ offset: true }),
  body: petitionBody,
});

const instant = z.iso.datetime().meta({ description: "RFC 3339, UTC" });

/** A version in full: with the petition's slug these are the fields its digest is made of. */
export const petitionVersionView = z
  .object({
    number: z.int(),
    locale,
    title: z.string(),
    addressee: z.string(),
    body: petitionBody,
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({
        description:
          "SHA-256, hex, of the RFC 8785 form of {petition, number, locale, title, addressee, body}; what a signature is bound to.",
      }),
    publishedAt: z.date(),
  })
  .meta({ id: "PetitionVersionView" });

export const petitionVersionLine = petitionVersionView.pick({
  number: true,
  locale: true,
  digest: true,
  publishedAt: true,
});

export const petitionTarget = z
  .object({
    key,
    name: z.string().nullable(),
    kind: z.string(),
    city: z.string().nullable(),
    hostCountry: z.string().nullable(),
  })
  .meta({ id: "PetitionTarget" });

const count = z.int().nonnegative();

export const petitionCounts = z
  .object({
    confirmed: count.meta({ description: "Published count: confirmed − withdrawn − removed + restored." }),
    withdrawn: count,
    removed: count.meta({ description: "Removed by moderators and not restored." }),
    paper: count.meta({ description: "Collected on paper; never added to `confirmed`." }),
    partner: count.meta({ description: "Collected by partners; never added to `confirmed`." }),
  })
  .meta({ id: "PetitionCounts" });

/** A petition as pages show it. */
export const petitionView = z.object({
  id: z.uuid(),
  slug: key,
  campaign: z.object({ slug: key, title: z.string(), defaultLocale: locale }),
  state: z.enum(PETITION_STATES),
  opensAt: z.date().nullable(),
  closedAt: z.date().nullable(),
  version: petitionVersionView,
  versions: z.array(petitionVersionLine),
  claims: z.array(claimView),
  targets: z.array(petitionTarget),
  counts: petitionCounts,
  asOf: z.date().nullable(),
});

/** A petition as the reading door answers it: with every text, so that each digest can be recomputed. */
export const petitionAnswer = petitionView
  .extend({
    versions: z
      .array(petitionVersionView)
      .meta({ description: "Every text, newest first, then by language." }),
  })
  .omit({ id: true })
  .meta({ id: "Petition" });

/** The live count. */
export const countAnswer = z.object({ confirmed: count, asOf: instant.nullable() }).meta({
  id: "Count",
  description: "Published count and the moment it is complete up to; null before the first counting pass.",
});
