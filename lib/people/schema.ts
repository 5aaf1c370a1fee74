import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { readAddress } from "@/lib/mail/address";

/** What the sign-in door takes. */
export const signInRequest = z.object({
  email: z.string("required").transform((typed, context) => {
    const read = readAddress(typed);
    if (read.ok) return read.address;
    context.addIssue({ code: "custom", message: read.problem === "disposable" ? "invalid" : read.problem });
    return z.NEVER;
  }),
  locale: z.enum(LOCALES, "invalid").optional(),
});
