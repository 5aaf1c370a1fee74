import type { Locale } from "@/lib/i18n/locales";
import { Address, Frame, Line, type MailWords } from "./frame";

export type ConfirmSignatureProps = {
  words: MailWords;
  locale: Locale;
  petitionTitle: string;
  confirmUrl: string;
  /** The last day on which the link is good, in words. */
  expires: string;
  /** Where a link to change or withdraw it is asked for, later. */
  manageUrl: string;
  safetyUrl: string;
};

/** Asks for the button behind the link. The same mail whatever the state of the signature. */
export function ConfirmSignature({
  words,
  locale,
  petitionTitle,
  confirmUrl,
  expires,
  manageUrl,
  safetyUrl,
}: ConfirmSignatureProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro}</Line>
      <Line>
        <b>{petitionTitle}</b>
      </Line>
      <Line>
        {words.act}
        <br />
        <Address href={confirmUrl} />
      </Line>
      <Line>{words.expires?.replace("{expires}", () => expires)}</Line>
      <Line>{words.ignore}</Line>
      <Line quiet>{words.shared}</Line>
      <Line quiet>
        {words.manage} <Address href={manageUrl} />
      </Line>
      <Line quiet>
        {words.safety} <Address href={safetyUrl} />
      </Line>
    </Frame>
  );
}
