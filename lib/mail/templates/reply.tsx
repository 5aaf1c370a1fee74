import type { CSSProperties } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { Frame, Line, type MailWords } from "./frame";

export type ReplyData = {
  campaignTitle: string;
  office: string;
  /** Whether a person or a machine wrote it, and what did not come along, in words. */
  lead: string;
  /** As the mail says. */
  sender: string;
  answerSubject: string;
  /** Takes the place of the text (quoteText). */
  answer: string;
};
export type ReplyProps = { words: MailWords; locale: Locale } & ReplyData;

const quote: CSSProperties = { borderLeft: "3px solid #b9ad98", margin: "0 0 16px", padding: "0 0 0 12px" };

/** Hands on what an office answered: its text alone, marked as another's words. */
export function Reply({ words, locale, ...data }: ReplyProps) {
  return (
    <Frame locale={locale} preview={words.preview}>
      <Line>{words.greeting}</Line>
      <Line>{data.lead}</Line>
      <Line>
        <b>{data.office}</b>
        <br />
        {data.campaignTitle}
      </Line>
      <Line quiet>
        {words.sender} {data.sender}
        <br />
        {words.subjectOfIt} {data.answerSubject}
      </Line>
      <Line>{words.caution}</Line>
      <div style={quote}>{data.answer}</div>
      <Line>{words.act}</Line>
      <Line quiet>{words.answering}</Line>
    </Frame>
  );
}
