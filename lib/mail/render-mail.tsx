import type { ReactElement } from "react";
import { render } from "react-email";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import type { MailKind } from "./states";
import { ConfirmSignature } from "./templates/confirm-signature";
import { NEVER_MAIL_MARK } from "./templates/letter";
import { MailboxFull } from "./templates/mailbox-full";
import { ManageSignature, type ManageSignatureData } from "./templates/manage-signature";
import { SignIn } from "./templates/sign-in";

export type RenderedMail = { subject: string; text: string; html: string };

/** What each mail says beside its fixed words. */
export type MailData = {
  "confirm-signature": {
    petitionTitle: string;
    confirmUrl: string;
    expires: string;
    manageUrl: string;
    safetyUrl: string;
  };
  "mailbox-full": { petitionTitle: string };
  "manage-signature": ManageSignatureData;
  "sign-in": { signInUrl: string };
};

type Template<Kind extends MailKind> = {
  /** What is filled in; a list where it depends on the mail. */
  data: (keyof MailData[Kind] & string)[] | ((data: MailData[Kind]) => string[]);
  subject: (locale: Locale) => string;
  body: (locale: Locale, data: MailData[Kind]) => ReactElement;
};

const TEMPLATES: { [Kind in MailKind]: Template<Kind> } = {
  "confirm-signature": {
    data: ["petitionTitle", "confirmUrl", "expires", "manageUrl", "safetyUrl"],
    subject: (locale) => messagesFor(locale).mail.confirm.subject,
    body: (locale, data) => (
      <ConfirmSignature words={messagesFor(locale).mail.confirm} locale={locale} {...data} />
    ),
  },
  "mailbox-full": {
    data: ["petitionTitle"],
    subject: (locale) => messagesFor(locale).mail.mailboxFull.subject,
    body: (locale, data) => (
      <MailboxFull words={messagesFor(locale).mail.mailboxFull} locale={locale} {...data} />
    ),
  },
  "manage-signature": {
    data: Object.keys,
    subject: (locale) => messagesFor(locale).mail.manage.subject,
    body: (locale, data) => (
      <ManageSignature words={messagesFor(locale).mail.manage} locale={locale} data={data} />
    ),
  },
  "sign-in": {
    data: ["signInUrl"],
    subject: (locale) => messagesFor(locale).mail.signIn.subject,
    body: (locale, data) => <SignIn words={messagesFor(locale).mail.signIn} locale={locale} {...data} />,
  },
};

/** Rendering costs milliseconds, so each template is rendered once per language with marks that are filled per mail. */
const rendered = new Map<string, Promise<RenderedMail>>();

/**
 * A mail in its language, as text and HTML. Takes the kind, the language and the data of that kind. Its foot still
 * lacks the address of "never mail me", which belongs to the mailbox and not to what the mail is about: see finishMail.
 */
export async function renderMail<Kind extends MailKind>(
  kind: Kind,
  locale: Locale,
  data: MailData[Kind],
): Promise<RenderedMail> {
  const { subject, text, html } = await markedMail(kind, locale, slotsOf(kind, data));
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

/** A rendering that failed is not kept: the next mail tries again. */
async function markedMail(kind: MailKind, locale: Locale, slots: string[]): Promise<RenderedMail> {
  const key = `${kind} ${locale} ${slots.length}`;
  const known = rendered.get(key) ?? renderMarked(kind, locale, slots);
  rendered.set(key, known);
  try {
    return await known;
  } catch (error) {
    rendered.delete(key);
    throw error;
  }
}

function slotsOf<Kind extends MailKind>(kind: Kind, data: MailData[Kind]): string[] {
  const template: Template<Kind> = TEMPLATES[kind];
  return typeof template.data === "function" ? template.data(data) : template.data;
}

async function renderMarked<Kind extends MailKind>(
  kind: Kind,
  locale: Locale,
  slots: string[],
): Promise<RenderedMail> {
  const template: Template<Kind> = TEMPLATES[kind];
  const marks = Object.fromEntries(slots.map((name) => [name, `@@${name}@@`])) as MailData[Kind];
  const body = template.body(locale, marks);
  const [html, text] = await Promise.all([
    render(body),
    render(body, { plainText: true, htmlToTextOptions: { wordwrap: false } }),
  ]);
  return { subject: template.subject(locale), html, text };
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

function escapeHtml(value: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
