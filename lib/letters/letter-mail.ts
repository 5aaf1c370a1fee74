import type { Locale } from "@/lib/i18n/locales";
import type { Composed } from "@/lib/mail/compose";
import { escapeHtml } from "@/lib/mail/render-mail";
import { senderName } from "./sender";
import { wholeText } from "./whole-text";

/** A letter as its office gets it. */
export type LetterOut = { subject: string; text: string; notes: string[]; language: Locale };
type Envelope = { name: string; campaign: string; from: string; replyTo: string };

/**
 * The mail of a letter: its whole text, plain and as HTML of nothing but paragraphs; from the writer's name and the
 * campaign's, at the campaign's address. Nothing is added to what the writer saw.
 */
export async function letterMail(
  { subject, text, notes, language }: LetterOut,
  { name, campaign, from, replyTo }: Envelope,
): Promise<Extract<Composed, { mail: unknown }>> {
  // All catalogs: a worker without letters starts sooner without.
  const { messagesFor } = await import("@/lib/i18n/messages");
  const whole = wholeText({ text, notes }, messagesFor(language).letters.sources);
  return {
    mail: { subject, text: `${whole}\n`, html: asHtml(whole, language) },
    envelope: { from: `"${quoted(senderName(name, campaign))}" <${from}>`, replyTo },
  };
}

/** Within quotes nothing but quotes and backslashes means anything (RFC 5322, 3.2.4); brackets are dropped for programs that look no closer. */
function quoted(name: string): string {
  return name.replace(/["\\<>]/g, "");
}

function asHtml(whole: string, language: Locale): string {
  const paragraphs = whole
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>\n")}</p>`);
  return `<!DOCTYPE html>\n<html lang="${language}"><head><meta charset="utf-8"></head><body>\n${paragraphs.join("\n")}\n</body></html>\n`;
}
