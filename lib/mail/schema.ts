import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";

/** The fields of the door that ends mails to a mailbox (docs/interface.md). */
export const unsubscribing = z.object({
  token: z.string("invalid").min(1, "required").describe("From the address in the mail"),
  allow: z.literal("on", "invalid").optional().describe("`on`: allow mails again instead"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Language of the page that follows"),
});
