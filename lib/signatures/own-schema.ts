import { z } from "zod";
import { key } from "@/lib/campaigns/schema";
import { LOCALES } from "@/lib/i18n/locales";
import { readAddress } from "@/lib/mail/address";
import type { Proof } from "./own-signature";
import { DISPLAYS } from "./states";

const tick = z.literal("on", "invalid").optional();
const locale = z.enum(LOCALES, "invalid").optional().describe("Language of the page and of the mail");
const code = z
  .string("invalid")
  .max(100, "invalid")
  .describe("Withdrawal code of “forget me”; spaces, dashes and case do not matter");

const email = z.string("required").transform((typed, context) => {
  const read = readAddress(typed);
  if (read.ok) return read.address;
  context.addIssue({ code: "custom", message: read.problem });
  return z.NEVER;
});

/** Asks for links by mail … */
export const linkRequest = z.object({
  email: email.describe("The address that was signed or written with"),
  petition: key.optional(),
  locale,
});
/** … or opens a signature with its code: both come through one door. */
export const linkFields = z.object({
  email: z.string().optional().describe("The address that was signed or written with; or"),
  code: code.optional(),
  petition: key
    .optional()
    .describe("The petition's slug; without it, and without a code, links to letters only"),
  locale,
});
export const codeRequest = z.object({ code, petition: key, locale });

const proof = {
  token: z.string("invalid").max(200, "invalid").optional().describe("From the link in the mail; or"),
  code: code.optional(),
  petition: key.optional().describe("The petition's slug, with a code"),
  locale,
};

/** The fields of the doors with which signers control their own signature (docs/interface.md). */
export const displayChange = z.object({
  ...proof,
  display: z.enum(DISPLAYS, "invalid").describe("How the signature is shown from now on"),
});
export const withdrawal = z.object({
  ...proof,
  undo: tick.describe("`on`: take a withdrawal back, within the hour"),
  sure: tick.describe("Forms only: the box that says so"),
});
export const erasure = z.object({
  ...proof,
  withdraw: tick.describe("`on`: do not count it any more either"),
  sure: tick.describe("Forms only: the box that says so"),
});
export const newsStop = z.object({
  ...proof,
  undo: tick.describe("`on`: allow news again, within the hour"),
});
export const download = z.object(proof);

/** The proof among such fields; null where there is none. */
export function proofIn(fields: { token?: string; code?: string; petition?: string }): Proof | null {
  if (fields.token) return { token: fields.token };
  return fields.code && fields.petition ? { code: fields.code, petition: fields.petition } : null;
}
