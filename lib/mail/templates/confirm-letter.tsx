import type { Locale } from "@/lib/i18n/locales";
import { Address, Frame, Line, type MailWords } from "./frame";

export type ConfirmLetterData = {
  campaignTitle: string;
  office: string;
  letterUrl: string;
  /** The last day on which it can be confirmed, in words. */
  expires: string;
  safetyUrl: string;
};
export type ConfirmLetterProps = { words: MailWords; locale: Locale } & ConfirmLetterData;

/** Asks for a yes to a letter. It holds nothing that was typed: what a stranger wrote is nobody's to mail. */
export function ConfirmLetter({
  words,
  locale,
  campaignTitle,
  office,
  letterUrl,
  expires,
  safetyUrl,
}: ConfirmLetterProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro}</Line>
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
      <Line>{words.expires?.replace("{expires}", () => expires)}</Line>
      <Line>{words.ignore}</Line>
      <Line quiet>{words.later}</Line>
      <Line quiet>
        {words.safety} <Address href={safetyUrl} />
      </Line>
    </Frame>
  );
}
