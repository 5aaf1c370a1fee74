import type { Locale } from "@/lib/i18n/locales";
import { Address, Frame, Line, type MailWords } from "./frame";

export type AskAnswerData = {
  campaignTitle: string;
  office: string;
  /** The day on which the letter left, in words. */
  left: string;
  letterUrl: string;
};
export type AskAnswerProps = { words: MailWords; locale: Locale } & AskAnswerData;

/** Asks a writer who agreed to it whether the office answered. */
export function AskAnswer({ words, locale, campaignTitle, office, left, letterUrl }: AskAnswerProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro?.replace("{left}", () => left)}</Line>
      <Line>
        <b>{office}</b>
        <br />
        {campaignTitle}
      </Line>
      <Line>
        {words.act}
        <br />
        <Address href={letterUrl} />
      </Line>
      <Line>{words.none}</Line>
      <Line quiet>{words.often}</Line>
    </Frame>
  );
}
