import { DAY, MINUTE, SECOND } from "@/lib/time/durations";

/** No mail within this long of the last one to the same address, so that nobody can flood a stranger's mailbox. */
export const BETWEEN_MAILS = 15 * MINUTE;
/** Mails that sign-ups can cause to one address, and links to one's own signature that go without waiting, each … */
export const MAILS_PER_ADDRESS = 3;
/** … within this span. */
export const MAIL_SPAN = 14 * DAY;
/**
 * Links have a budget of their own, so that nobody's sign-ups keep a signer from theirs. One beyond the number waits until
 * this long after the last: seven in 14 days at most, and who asks for all of them keeps no signer from withdrawing.
 */
export const LINK_WAIT = 3 * DAY;
/**
 * The priority of a link, or of a question about a letter, to a mailbox where nothing is confirmed: whoever reads it may
 * never have signed or written. Such a mail counts with those that sign-ups cause.
 */
export const UNCONFIRMED_LINK = 1;
/**
 * A mailbox whose owner has confirmed a letter is asked about the next ones by a budget of its own: as many as anybody may
 * write (lib/letters/limits.ts), and not so fast that a stranger could flood it.
 */
export const KNOWN_WRITER_MAILS = 10;
export const BETWEEN_WRITER_MAILS = 2 * MINUTE;
/** Rendered mails of the local outbox are kept this long. */
export const OUTBOX_LIFETIME = 14 * DAY;
/** Soft bounces (full mailbox, server away) end mails to an address at this number … */
export const SOFT_BOUNCES = 3;
/** … within this span and without a delivery between. */
export const SOFT_BOUNCE_SPAN = 90 * DAY;
/** A request that was not answered for this long is not repeated: the provider knows an idempotency key for 24 h. */
export const DOUBT_AFTER = DAY - 15 * MINUTE;
/** A batch that the provider surely does not have is composed anew when it has waited this long: what was true then may not be. */
export const STALE_AFTER = 30 * SECOND;
/** Events of a provider are kept this long: it repeats what we did not answer for a good day, and a mail may be in doubt as long. */
export const EVENTS_KEPT = 3 * DAY;
