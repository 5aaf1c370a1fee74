import { z } from "zod";
import { type Composer, composeEach } from "@/lib/mail/compose";
import { type LetterOut, letterMail } from "./letter-mail";

const payloadOf = z.object({
  subject: z.string(),
  text: z.string(),
  notes: z.string().transform((stored) => z.array(z.string()).parse(JSON.parse(stored))),
  campaignTitle: z.string(),
});

/** A letter as its office would get it, for whoever tries a template out; the outbox row has its words sealed. */
export function letterTestComposer({ from }: { from: string }): Composer {
  return (_, rows) =>
    composeEach(rows, async ({ locale, payload }) => {
      const { subject, text, notes, campaignTitle: campaign } = payloadOf.parse(payload);
      const out: LetterOut = { subject, text, notes, language: locale };
      return await letterMail(out, { name: "Test", campaign, from, replyTo: from });
    });
}
