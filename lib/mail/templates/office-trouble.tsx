import type { Locale } from "@/lib/i18n/locales";
import { Frame, Line, type MailWords } from "./frame";

/** All in words: which letters, what is the matter with them, and what can be done. */
export type OfficeTroubleData = { intro: string; about: string; trouble: string; act: string };
export type OfficeTroubleProps = { words: MailWords; locale: Locale } & OfficeTroubleData;

/** Tells a campaign's team that letters wait for somebody, and why. Nothing of any letter. */
export function OfficeTrouble({ words, locale, intro, about, trouble, act }: OfficeTroubleProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{intro}</Line>
      <Line>
        <b>{about}</b>
      </Line>
      <Line>{trouble}</Line>
      <Line>{act}</Line>
    </Frame>
  );
}
