import type { Locale } from "@/lib/i18n/locales";
import { Letter, Line, type MailWords } from "./letter";

export type OfficeTroubleData = {
  campaignTitle: string;
  office: string;
  /** The office's key in commands. */
  target: string;
  address: string;
  /** What happened, in words. */
  trouble: string;
};
export type OfficeTroubleProps = { words: MailWords; locale: Locale } & OfficeTroubleData;

/** Tells a campaign's team that letters to an office wait, why, and what to do. Nothing of any letter. */
export function OfficeTrouble({
  words,
  locale,
  campaignTitle,
  office,
  target,
  address,
  trouble,
}: OfficeTroubleProps) {
  return (
    <Letter locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{words.intro}</Line>
      <Line>
        <b>{office}</b> ({target})
        <br />
        {address}
        <br />
        {campaignTitle}
      </Line>
      <Line>{trouble}</Line>
      <Line>{words.paused}</Line>
      <Line>{words.act}</Line>
    </Letter>
  );
}
