import type { Locale } from "@/lib/i18n/locales";
import { Frame, Line, type MailWords } from "./frame";

export type LetterEndedData = {
  campaignTitle: string;
  office: string;
  /** Whose doing it is and what is kept, in words. */
  reason: string;
};
export type LetterEndedProps = { words: MailWords; locale: Locale } & LetterEndedData;

/** Tells a writer who said yes that their letter does not leave. */
export function LetterEnded({ words, locale, campaignTitle, office, reason }: LetterEndedProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro}</Line>
      <Line>
        <b>{office}</b>
        <br />
        {campaignTitle}
      </Line>
      <Line>{reason}</Line>
      <Line>{words.act}</Line>
    </Frame>
  );
}
