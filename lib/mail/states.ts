/** Where a mail stands. `failed` and `dropped` are kept, with a note, so that an operator sees them. */
export const MAIL_STATES = ["waiting", "sent", "failed", "dropped"] as const;
export type MailState = (typeof MAIL_STATES)[number];

export const MAIL_KINDS = ["confirm-signature", "mailbox-full", "sign-in"] as const;
export type MailKind = (typeof MAIL_KINDS)[number];
