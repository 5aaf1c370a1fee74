import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { hasHidden, withoutIdle } from "./hidden-characters";
import { GIST_LONGEST, TOLD_LONGEST } from "./schema";
import { ANSWERS } from "./states";

const prose = (longest: number) =>
  z
    .string("invalid")
    .transform((text) => withoutIdle(text).replace(/\r\n?/g, "\n").trim())
    .refine((text) => text.length <= longest, "too-long")
    .refine((text) => !hasHidden(text), "hidden");

/** The fields of the door that takes what a writer says of an office's answer (docs/interface.md). */
export const tellingAnswer = z.object({
  token: z.string("invalid").min(1, "required").describe("From the writer's own link"),
  answer: z
    .enum(ANSWERS, "invalid")
    .describe(
      "`none`: there was none · `form`: the same as others get · `real`: one to this letter · `returned`: the letter came back",
    ),
  gist: prose(GIST_LONGEST)
    .refine((text) => !text.includes("\n"), "one-line")
    .optional()
    .describe(`What it says in a sentence; up to ${GIST_LONGEST} characters`),
  text: prose(TOLD_LONGEST).optional().describe(`Its words; up to ${TOLD_LONGEST} characters`),
  offer: z
    .literal("on", "invalid")
    .optional()
    .describe("`on`: the team may show what it says, in its own words, without the writer's name"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Language of the page that follows"),
});
export type ToldAnswer = Pick<z.output<typeof tellingAnswer>, "answer" | "gist" | "text" | "offer">;
