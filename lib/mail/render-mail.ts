import type { Locale } from "@/lib/i18n/locales";
import type { MailData } from "./mark-mail";
import { MARKED_MAILS } from "./marked-mails";
import { markedName, NEVER_MAIL_MARK } from "./marks";
import type { TemplateKind } from "./states";

export type RenderedMail = { subject: string; text: string; html: string };

/** Rendering costs milliseconds, so each template is rendered once per language with marks that are filled per mail. */
const marked = new Map<string, Promise<RenderedMail>>();

/**
 * A mail in its language, as text and HTML. Takes the kind, the language and the data of that kind. Its foot still
 * lacks the address of "never mail me", which belongs to the mailbox and not to what the mail is about: see finishMail.
 */
export async function renderMail<Kind extends TemplateKind>(
  kind: Kind,
  locale: Locale,
  data: MailData[Kind],
): Promise<RenderedMail> {
  const { subject, text, html } = await markedMail(kind, locale, Object.keys(data));
  const values = data as Record<string, string>;
  return { subject, text: fill(text, values, oneLine), html: fill(html, values, escapeHtml) };
}

/** The mail as it leaves: takes one of renderMail and the whole address of the page where this mailbox ends all mails. */
export function finishMail(mail: RenderedMail, { neverMailUrl }: { neverMailUrl: string }): RenderedMail {
  return {
    subject: mail.subject,
    text: mail.text.replaceAll(NEVER_MAIL_MARK, () => oneLine(neverMailUrl)),
    html: mail.html.replaceAll(NEVER_MAIL_MARK, () => escapeHtml(neverMailUrl)),
  };
}

/** What the build has ready spares a worker the templates and their libraries. A rendering that failed is not kept: the next mail tries again. */
async function markedMail(kind: TemplateKind, locale: Locale, slots: string[]): Promise<RenderedMail> {
  const name = markedName(kind, locale, slots);
  const ready = MARKED_MAILS[name];
  if (ready) return ready;
  const known =
    marked.get(name) ?? import("./mark-mail").then(({ markMail }) => markMail(kind, locale, slots));
  marked.set(name, known);
  try {
    return await known;
  } catch (error) {
    marked.delete(name);
    throw error;
  }
}

/** What is filled in never holds the mark itself, whoever wrote it. */
function fill(marked: string, values: Record<string, string>, write: (value: string) => string): string {
  return marked.replace(/@@([A-Za-z]+\d*)@@/g, (mark, name: string) =>
    name in values ? write((values[name] ?? "").replaceAll(NEVER_MAIL_MARK, "")) : mark,
  );
}

/** Data never starts a line of its own in a text mail. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, " ");
}

/** Text as it stands in HTML, in an attribute too. */
export function escapeHtml(value: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
