import type { CSSProperties, ReactNode } from "react";
import { Body, Container, Head, Html, Link, Preview, Text } from "react-email";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { NEVER_MAIL_MARK } from "../marks";

/** Words of one mail in its language: a part of `mail` in the catalog. */
export type MailWords = Record<string, string>;

const page: CSSProperties = {
  backgroundColor: "#ffffff",
  color: "#211d17",
  margin: "0",
  padding: "24px 16px",
};
const column: CSSProperties = { maxWidth: "34rem", margin: "0" };
const type: CSSProperties = {
  fontFamily: "Georgia, 'Times New Roman', serif",
  fontSize: "17px",
  lineHeight: "1.55",
  margin: "0 0 16px",
};
const small: CSSProperties = { ...type, fontSize: "15px", color: "#5c5345" };
const address: CSSProperties = { color: "#8a4a06", overflowWrap: "anywhere" };

type LetterProps = { locale: Locale; preview?: string; children: ReactNode };

/** A mail like a letter: no picture, no tracking, nothing loaded from anywhere. At its foot, how to end mails for good. */
export function Letter({ locale, preview, children }: LetterProps) {
  return (
    <Html lang={locale}>
      <Head />
      <Body style={page}>
        {preview && <Preview>{preview}</Preview>}
        <Container style={column}>
          {children}
          <Line quiet>
            {messagesFor(locale).mail.foot.neverMail}
            <br />
            <Address href={NEVER_MAIL_MARK} />
          </Line>
        </Container>
      </Body>
    </Html>
  );
}

export function Line({ quiet, children }: { quiet?: boolean; children: ReactNode }) {
  return <Text style={quiet ? small : type}>{children}</Text>;
}

/** A link whose text is its whole address: it can be read, copied, and checked before it is followed. */
export function Address({ href }: { href: string }) {
  return (
    <Link href={href} style={address}>
      {href}
    </Link>
  );
}
