import { z } from "zod";
import { key } from "@/lib/campaigns/schema";
import { SEARCH_LONGEST, TRACKS } from "@/lib/evidence/schema";
import { DEFAULT_LOCALE, LOCALES } from "@/lib/i18n/locales";
import { isOfficeCountry } from "@/lib/letters/office-schema";
import { problem } from "@/lib/web/answers";
import type { DoorRequest, FullAnswer } from "@/lib/web/door";

const PAGE = 100;
const PAGE_MAX = 1_000;

const limit = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(PAGE_MAX))
  .default(PAGE)
  .meta({
    description: `How many at most, ${PAGE} unless told`,
    override: { type: "integer", minimum: 1, maximum: PAGE_MAX, default: PAGE, pattern: undefined },
  });
const after = key.optional().meta({ description: "The id to go on after, as `next` gives it" });
const locale = z
  .enum(LOCALES)
  .default(DEFAULT_LOCALE)
  .meta({ description: "Language wanted; where there is no such text, the campaign's own" });

const week = z.iso
  .date()
  .optional()
  .meta({ description: "Monday of a released week, as `weeks` lists them; the newest unless told" });

export const weekParameters = z.object({ week });
export const weekTableParameters = z.object({ week, locale });
export const signerListParameters = z.object({
  limit,
  after: z
    .string()
    .regex(/^[\w-]{22}$/)
    .optional()
    .meta({ description: "The key to go on after, as `next` gives it" }),
});
export const textParameters = z.object({ locale });
export const campaignListParameters = z.object({ locale, limit, after });
export const listParameters = z.object({ limit, after });
export const targetListParameters = z.object({
  country: z.string().refine(isOfficeCountry).optional().meta({
    description:
      "ISO 3166-1 alpha-2, or EU: those that a writer from there can turn to, bodies of all countries among them",
  }),
  campaign: key.optional().meta({ description: "Its slug; all campaigns unless told" }),
  limit,
  after: z
    .string()
    .max(201)
    .regex(/^[a-z0-9-]+\.[a-z0-9-]+$/)
    .optional()
    .meta({ description: "The office to go on after, as `next` gives it" }),
});
export const numberTableParameters = z.object({
  after: z
    .string()
    .regex(/^[a-z0-9-]{1,200}\.\d{1,5}$/)
    .optional()
    .meta({ description: "The figure to go on after, as the `Link` header gives it" }),
});
export const timelineParameters = z.object({
  track: z.enum(TRACKS).optional(),
  kind: key.optional().meta({ description: "Kind of event, in the campaign's own words" }),
  limit,
  after,
});
export const claimListParameters = z.object({
  topic: key.optional().meta({ description: "Topic, in the campaign's own words" }),
  source: key.optional().meta({ description: "Key of the source that they rest on" }),
  q: z
    .string()
    .max(SEARCH_LONGEST)
    .refine((words) => !words.includes("\0"))
    .optional()
    .meta({
      description:
        "Words that must all occur: in any case, their beginnings suffice; phrases in quotation marks",
    }),
  limit,
  after,
});

/**
 * Reads the query's parameters through a schema. A parameter left blank counts as left out, as forms send them;
 * one that the schema does not know is ignored. Refuses, naming it, one that does not fit or is given twice.
 */
export function readParameters<T extends z.ZodObject>(
  request: DoorRequest,
  schema: T,
): { ok: true; values: z.output<T> } | { ok: false; refused: FullAnswer } {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const values = request.query().getAll(name);
    return values.length > 1 || values[0] ? [[name, values.length > 1 ? values : values[0]] as const] : [];
  });
  const read = schema.safeParse(Object.fromEntries(given));
  if (read.success) return { ok: true, values: read.data };
  const names = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
  return { ok: false, refused: refuseParameters(request, names) };
}

/** 400, naming the parameters that are wrong. */
export function refuseParameters({ requestId }: DoorRequest, names: string[]): FullAnswer {
  const errors = Object.fromEntries(names.map((name) => [name, "invalid"]));
  const detail = `Not a valid value: ${names.join(", ")}`;
  return problem(400, { code: "invalid-parameter", detail, errors, requestId });
}
