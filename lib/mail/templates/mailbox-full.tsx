import type { Locale } from "@/lib/i18n/locales";
import { Letter, Line, type MailWords } from "./letter";

export type MailboxFullProps = { words: MailWords; locale: Locale; petitionTitle: string };

/** Tells the mailbox's owners, and nobody on screen, that both of its places are taken. */
export function MailboxFull({ words, locale, petitionTitle }: MailboxFullProps) {
  return (
    <Letter locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro}</Line>
      <Line>
        <b>{petitionTitle}</b>
      </Line>
      <Line>{words.full}</Line>
      <Line>{words.other}</Line>
    </Letter>
  );
}
