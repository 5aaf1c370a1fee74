import { z } from "zod";
import { key } from "@/lib/campaigns/schema";
import { LOCALES } from "@/lib/i18n/locales";
import { TAKEN_WAYS } from "./states";

/** The fields of the door at which people say they sent a letter themselves. */
export const takenFields = z.object({
  campaign: key.describe("The campaign's slug"),
  target: key.describe("The office's key"),
  way: z.enum(TAKEN_WAYS, "invalid").describe("How it was taken away"),
  locale: z.enum(LOCALES, "invalid").optional().describe("Language of the page that answers a form"),
});
