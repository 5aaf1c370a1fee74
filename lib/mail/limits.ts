import { DAY, MINUTE } from "@/lib/time/durations";

/** No mail within this long of the last one to the same address, so that nobody can flood a stranger's mailbox. */
export const BETWEEN_MAILS = 15 * MINUTE;
/** Mails that sign-ups can cause to one address … */
export const MAILS_PER_ADDRESS = 3;
/** … within this span. */
export const MAIL_SPAN = 14 * DAY;
/** Rendered mails of the local outbox are kept this long. */
export const OUTBOX_LIFETIME = 14 * DAY;
