import type { ReactElement } from "react";
import { render } from "react-email";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { markedName } from "./marks";
import type { RenderedMail } from "./render-mail";
import { TEMPLATE_KINDS, type TemplateKind } from "./states";
import { AskAnswer, type AskAnswerData } from "./templates/ask-answer";
import { ConfirmLetter, type ConfirmLetterData } from "./templates/confirm-letter";
import { ConfirmSignature } from "./templates/confirm-signature";
import { LetterEnded, type LetterEndedData } from "./templates/letter-ended";
import { MailboxFull } from "./templates/mailbox-full";
import { ManageSignature, type ManageSignatureData } from "./templates/manage-signature";
import { OfficeTrouble, type OfficeTroubleData } from "./templates/office-trouble";
import { Reply, type ReplyData } from "./templates/reply";
import { SignIn } from "./templates/sign-in";

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
  "confirm-letter": ConfirmLetterData;
  "letter-ended": LetterEndedData;
  "office-trouble": OfficeTroubleData;
  reply: ReplyData;
  "ask-answer": AskAnswerData;
};

type Template<Kind extends TemplateKind> = {
  /** What is filled in, where that is the same in every mail of the kind. */
  slots?: (keyof MailData[Kind] & string)[];
  subject: (locale: Locale) => string;
  body: (locale: Locale, data: MailData[Kind]) => ReactElement;
};

const TEMPLATES: { [Kind in TemplateKind]: Template<Kind> } = {
  "confirm-signature": {
    slots: ["petitionTitle", "confirmUrl", "expires", "manageUrl", "safetyUrl"],
    subject: (locale) => messagesFor(locale).mail.confirm.subject,
    body: (locale, data) => (
      <ConfirmSignature words={messagesFor(locale).mail.confirm} locale={locale} {...data} />
    ),
  },
  "mailbox-full": {
    slots: ["petitionTitle"],
    subject: (locale) => messagesFor(locale).mail.mailboxFull.subject,
    body: (locale, data) => (
      <MailboxFull words={messagesFor(locale).mail.mailboxFull} locale={locale} {...data} />
    ),
  },
  "manage-signature": {
    subject: (locale) => messagesFor(locale).mail.manage.subject,
    body: (locale, data) => (
      <ManageSignature words={messagesFor(locale).mail.manage} locale={locale} data={data} />
    ),
  },
  "sign-in": {
    slots: ["signInUrl"],
    subject: (locale) => messagesFor(locale).mail.signIn.subject,
    body: (locale, data) => <SignIn words={messagesFor(locale).mail.signIn} locale={locale} {...data} />,
  },
  "confirm-letter": {
    slots: ["campaignTitle", "office", "letterUrl", "expires", "safetyUrl"],
    subject: (locale) => messagesFor(locale).mail.confirmLetter.subject,
    body: (locale, data) => (
      <ConfirmLetter words={messagesFor(locale).mail.confirmLetter} locale={locale} {...data} />
    ),
  },
  "letter-ended": {
    slots: ["campaignTitle", "office", "reason"],
    subject: (locale) => messagesFor(locale).mail.letterEnded.subject,
    body: (locale, data) => (
      <LetterEnded words={messagesFor(locale).mail.letterEnded} locale={locale} {...data} />
    ),
  },
  "office-trouble": {
    slots: ["intro", "about", "trouble", "act"],
    subject: (locale) => messagesFor(locale).mail.officeTrouble.subject,
    body: (locale, data) => (
      <OfficeTrouble words={messagesFor(locale).mail.officeTrouble} locale={locale} {...data} />
    ),
  },
  reply: {
    slots: ["campaignTitle", "office", "lead", "sender", "answerSubject", "answer"],
    subject: (locale) => messagesFor(locale).mail.reply.subject,
    body: (locale, data) => <Reply words={messagesFor(locale).mail.reply} locale={locale} {...data} />,
  },
  "ask-answer": {
    slots: ["campaignTitle", "office", "left", "letterUrl"],
    subject: (locale) => messagesFor(locale).mail.askAnswer.subject,
    body: (locale, data) => (
      <AskAnswer words={messagesFor(locale).mail.askAnswer} locale={locale} {...data} />
    ),
  },
};

/** A mail as its template makes it, with marks (`@@confirmUrl@@`) where `slots`, the names of what is filled in, come. */
export async function markMail<Kind extends TemplateKind>(
  kind: Kind,
  locale: Locale,
  slots: readonly string[],
): Promise<RenderedMail> {
  const template: Template<Kind> = TEMPLATES[kind];
  const marks = Object.fromEntries(slots.map((name) => [name, `@@${name}@@`])) as MailData[Kind];
  const body = template.body(locale, marks);
  const [html, text] = await Promise.all([
    render(body),
    render(body, { plainText: true, htmlToTextOptions: { wordwrap: false } }),
  ]);
  return { subject: template.subject(locale), html: showUnseen(html), text };
}

/**
 * Invisible characters by their numbers: who reads the source sees them, and an English mail is ASCII, half the work to
 * copy and seal.
 */
function showUnseen(html: string): string {
  return html.replace(/\u00a0|\u034f|\u200c/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Every mail whose slots are always the same, in every language, under its name: what a build keeps ready. */
export async function markAllMails(): Promise<Record<string, RenderedMail>> {
  const fixed = TEMPLATE_KINDS.flatMap((kind) => {
    const { slots } = TEMPLATES[kind];
    return slots ? LOCALES.map((locale) => ({ kind, locale, slots })) : [];
  });
  const made = fixed.map(async ({ kind, locale, slots }) => [
    markedName(kind, locale, slots),
    await markMail(kind, locale, slots),
  ]);
  return Object.fromEntries(await Promise.all(made));
}
