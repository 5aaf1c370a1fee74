import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { writeMail } from "@/lib/mail/write-mail";
import { lettersOfMails } from "./letters-of-mails";
import { FORWARD_PRIORITY } from "./reply-limits";
import { writerAddress } from "./writer-address";

/** Why a letter that its writer said yes to does not leave: by the campaign's decision, or it could not in time. */
export type WhyEnded = "refused" | "unsent" | "uncarried";
type EndedLetter = { id: string; locale: string; email_enc: Buffer | null };

/**
 * Writes the mail that tells a writer so, if they can be mailed to, in the transaction that ends the letter and before
 * that destroys the address. The row names no letter, but its sealed payload does: what is sent leads to none.
 */
export async function tellEnded(
  client: pg.PoolClient,
  context: { keys: KeyRing; now: Date },
  letter: EndedLetter,
  why: WhyEnded,
): Promise<void> {
  const to = writerAddress(context.keys, letter);
  if (!to) return;
  const { id, locale } = letter;
  const mail = { kind: "letter-ended", priority: FORWARD_PRIORITY, subjectId: null, locale } as const;
  await writeMail(client, context, { ...mail, to, payload: { letter: id, why } });
}

/** Nothing is sent of a letter that its writer erased meanwhile. */
export function letterEndedComposer(): Composer {
  return async (client, rows) => {
    const about = rows.map((row) => ({ ...row, subjectId: row.payload.letter ?? null }));
    const letters = await lettersOfMails(client, about);
    return composeEach(rows, async ({ id, locale, payload }) => {
      const letter = letters.get(id);
      if (!letter) return { drop: "letter is gone" };
      const words = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.letterEnded;
      const reason = words[payload.why as WhyEnded];
      const { campaignTitle, office } = letter;
      return { mail: await renderMail("letter-ended", locale, { campaignTitle, office, reason }) };
    });
  };
}
