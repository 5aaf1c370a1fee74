import type { KeyRing } from "@/lib/crypto/keys";
import { formatMoment } from "@/lib/i18n/dates";
import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { lettersOfMails } from "./letters-of-mails";
import { issueOwnLetterToken } from "./own-letter";

/**
 * The mail that asks a mailbox for a yes to a letter. It says to which office and in which campaign, and nothing that was
 * typed. None is sent for a draft that is gone or answered.
 */
export function letterConfirmationComposer(keys: KeyRing, appUrl: string): Composer {
  return async (client, rows, now) => {
    const letters = await lettersOfMails(client, rows, "(l.state = 'draft')");
    return composeEach(rows, async ({ id, locale }) => {
      const letter = letters.get(id);
      if (!letter) return { drop: "the letter is gone" };
      const { campaignTitle, office, expires_at } = letter;
      if (!letter.isWanted || expires_at < now) return { drop: "nothing to confirm" };
      const mail = await renderMail("confirm-letter", locale, {
        campaignTitle,
        office,
        letterUrl: `${appUrl}/${locale}/letters/sent/${issueOwnLetterToken(keys, letter.id, expires_at)}`,
        expires: formatMoment(expires_at, locale),
        safetyUrl: `${appUrl}/${locale}/safety`,
      });
      return { mail };
    });
  };
}
