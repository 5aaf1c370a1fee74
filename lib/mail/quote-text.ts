import { NEVER_MAIL_MARK } from "./marks";
import { escapeHtml, type RenderedMail } from "./render-mail";

/**
 * Puts another's text, of many lines, where `mark` stands in a mail, so that no line of it can pass for one of ours: in
 * text each begins with "> ", in HTML it stands in the block that the template gives it, as text.
 */
export function quoteText(mail: RenderedMail, mark: string, text: string): RenderedMail {
  const words = text.replaceAll(NEVER_MAIL_MARK, "");
  const quoted = words.split("\n").map((line) => `> ${line}`.trimEnd());
  const lines = words.split("\n").map(escapeHtml);
  return {
    subject: mail.subject,
    text: mail.text.replaceAll(mark, () => quoted.join("\n")),
    html: mail.html.replaceAll(mark, () => lines.join("<br>\n")),
  };
}
