import type { Locale } from "@/lib/i18n/locales";
import { Address, Frame, Line, type MailWords } from "./frame";

export type SignInProps = { words: MailWords; locale: Locale; signInUrl: string };

/** Carries the link that signs in once, by a button on the page behind it. */
export function SignIn({ words, locale, signInUrl }: SignInProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>
        {words.intro}
        <br />
        <Address href={signInUrl} />
      </Line>
      <Line quiet>{words.expires}</Line>
      <Line quiet>{words.ignore}</Line>
    </Frame>
  );
}
