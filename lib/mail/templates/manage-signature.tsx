import type { Locale } from "@/lib/i18n/locales";
import { Address, Frame, Line, type MailWords } from "./frame";

/** `entry1` says in words what stands behind `url1`, and so on, for as many signatures as the mailbox has. */
export type ManageSignatureData = {
  /** Missing where none was signed: then what is listed are letters. */
  petitionTitle?: string;
  /** Where new links are asked for. */
  manageUrl: string;
  [slot: `entry${number}` | `url${number}`]: string;
};
export type ManageSignatureProps = { words: MailWords; locale: Locale; data: ManageSignatureData };

/** Carries a link to each signature of the mailbox: to see what is stored, change it, withdraw, erase. */
export function ManageSignature({ words, locale, data }: ManageSignatureProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{data.petitionTitle ? words.intro : words.introLetters}</Line>
      {data.petitionTitle && (
        <Line>
          <b>{data.petitionTitle}</b>
        </Line>
      )}
      {numbersOf(data).map((number) => (
        <Line key={number}>
          {data[`entry${number}`]}
          <br />
          <Address href={data[`url${number}`] ?? ""} />
        </Line>
      ))}
      <Line>
        {words.expires}
        <br />
        <Address href={data.manageUrl} />
      </Line>
      <Line quiet>{words.ignore}</Line>
      <Line quiet>{words.safety}</Line>
    </Frame>
  );
}

function numbersOf(data: ManageSignatureData): number[] {
  const entries = Object.keys(data).filter((slot) => slot.startsWith("entry"));
  return entries.map((_, index) => index + 1);
}
