import type { Locale } from "@/lib/i18n/locales";
import { Frame, Line, type MailWords } from "./frame";

export type MailboxFullProps = { words: MailWords; locale: Locale; petitionTitle: string };

/** Tells the mailbox's owners, and nobody on screen, that both of its places are taken. */
export function MailboxFull({ words, locale, petitionTitle }: MailboxFullProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro}</Line>
      <Line>
        <b>{petitionTitle}</b>
      </Line>
      <Line>{words.full}</Line>
      <Line>{words.other}</Line>
    </Frame>
  );
}
