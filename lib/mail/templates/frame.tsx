import type { CSSProperties, ReactNode } from "react";
import { Head, Html } from "react-email";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { NEVER_MAIL_MARK } from "../marks";

/** Words of one mail in its language: a part of `mail` in the catalog. */
export type MailWords = Record<string, string>;

const page: CSSProperties = { backgroundColor: "#ffffff", margin: 0 };
const column: CSSProperties = { maxWidth: "34rem" };
/** On the one cell all lines stand in, which inherit it: said again on every line it would be most of the mail. */
const type: CSSProperties = {
  color: "#211d17",
  fontFamily: "Georgia, 'Times New Roman', serif",
  fontSize: "17px",
  lineHeight: "1.55",
  padding: "24px 16px",
};
const line: CSSProperties = { margin: "0 0 16px" };
const quietLine: CSSProperties = { ...line, fontSize: "15px", color: "#5c5345" };
const address: CSSProperties = { color: "#8a4a06", overflowWrap: "anywhere" };
const unseen: CSSProperties = { display: "none", maxHeight: 0, overflow: "hidden", opacity: 0 };

/** Invisible, and as long as the line a list of mails shows: without it the first words of the mail would stand there. */
const BLANK = "\u034f\u200c\u00a0".repeat(40);

type FrameProps = { locale: Locale; preview?: string; children: ReactNode };

/** A mail like a letter: no picture, no tracking, nothing loaded from anywhere. At its foot, how to end mails for good. */
export function Frame({ locale, preview, children }: FrameProps) {
  return (
    <Html lang={locale}>
      <Head />
      <body style={page}>
        {preview && (
          <div style={unseen} data-skip-in-text="true">
            {preview}
            {BLANK}
          </div>
        )}
        <table role="presentation" width="100%" style={column}>
          <tbody>
            <tr>
              <td style={type}>
                {children}
                <Line quiet>
                  {messagesFor(locale).mail.foot.neverMail}
                  <br />
                  <Address href={NEVER_MAIL_MARK} />
                </Line>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </Html>
  );
}

export function Line({ quiet, children }: { quiet?: boolean; children: ReactNode }) {
  return <p style={quiet ? quietLine : line}>{children}</p>;
}

/** A link whose text is its whole address: it can be read, copied, and checked before it is followed. */
export function Address({ href }: { href: string }) {
  return (
    <a href={href} style={address}>
      {href}
    </a>
  );
}
