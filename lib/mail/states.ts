/**
 * Where a mail stands. Until the provider has answered: `waiting`, then `batched` (written down, perhaps on its way).
 * After: `sent` (taken by the provider), and what its events say since, in the order of EVENT_STATES. `failed` (refused, in the
 * provider's words), `doubt` (no answer for so long that repeating it could send it twice) and `dropped` (not wanted, not
 * allowed any more) are kept, with a note, so that an operator sees them.
 */
export const MAIL_STATES = [
  "waiting",
  "batched",
  "sent",
  "delayed",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "doubt",
  "dropped",
] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** Whose address and text a worker still needs. */
export const OPEN_STATES = ["waiting", "batched"] as const satisfies readonly MailState[];

/** Events come in any order: a state only gives way to one that weighs more. */
export const EVENT_STATES = ["sent", "delayed", "delivered", "bounced", "complained"] as const;
export type EventState = (typeof EVENT_STATES)[number];

export const MAIL_KINDS = [
  "confirm-signature",
  "mailbox-full",
  "manage-signature",
  "sign-in",
  "confirm-letter",
  "letter-ended",
  "letter",
  "letter-test",
  "office-trouble",
  "reply",
  "ask-answer",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Mails that people write themselves: they have no template, no foot of ours, and batches of their own (batches.ts). */
export const WRITTEN_KINDS = ["letter", "letter-test"] as const satisfies readonly MailKind[];
export type WrittenKind = (typeof WRITTEN_KINDS)[number];
export type TemplateKind = Exclude<MailKind, WrittenKind>;

export const TEMPLATE_KINDS: readonly TemplateKind[] = MAIL_KINDS.filter((kind) => !isWritten(kind));
/** Of what people wrote: below the mails that somebody waits for on screen. */
export const WRITTEN_PRIORITY = 5;

/** Whether a mail is a person's own. */
export function isWritten(kind: MailKind): kind is WrittenKind {
  return WRITTEN_KINDS.some((written) => written === kind);
}

/**
 * Why an address gets no mail, the weakest reason first: it failed again and again, does not exist, its owner reported
 * a mail as spam, or said so.
 */
export const SUPPRESSION_REASONS = ["soft-bounces", "bounce", "complaint", "never-mail"] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];
