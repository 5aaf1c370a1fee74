import type { KeyRing } from "@/lib/crypto/keys";
import { formatDay } from "@/lib/i18n/dates";
import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { UNANSWERED } from "./ask-for-answers";
import { lettersOfMails } from "./letters-of-mails";
import { ASKING_LINK_LIFETIME } from "./limits";
import { issueOwnLetterToken } from "./own-letter";

/** "Did they answer?" (ask-for-answers.ts). Nothing is sent where an answer came, or was told of, since it was written. */
export function askAnswerComposer(keys: KeyRing, appUrl: string): Composer {
  return async (client, rows, now) => {
    const letters = await lettersOfMails(client, rows, `(l.follow_up AND ${UNANSWERED})`);
    return composeEach(rows, async ({ id, locale }) => {
      const letter = letters.get(id);
      if (!letter?.left_at) return { drop: "letter is gone" };
      if (!letter.isWanted) return { drop: "answer is known" };
      const { office, campaignTitle } = letter;
      const token = issueOwnLetterToken(keys, letter.id, new Date(now.getTime() + ASKING_LINK_LIFETIME));
      const letterUrl = `${appUrl}/${locale}/letters/sent/${token}`;
      const left = formatDay(letter.left_at, locale);
      return { mail: await renderMail("ask-answer", locale, { campaignTitle, office, left, letterUrl }) };
    });
  };
}
