import { DAY, HOUR, MINUTE } from "@/lib/time/durations";

/** How long a sign-up may wait for its confirmation: long enough for a holiday, short enough to be forgotten. */
export const PENDING_LIFETIME = 14 * DAY;
/** Confirmations of sign-ups made before the petition closed are still taken this long after. */
export const GRACE_AFTER_CLOSING = DAY;
/** The same sign-up asks for another mail at most this often. */
export const MAIL_AGAIN_AFTER = 15 * MINUTE;
/** "Forget me" signatures enter the count at a random moment of this span, so that no poller can tell which is whose. */
export const FORGET_ME_SPREAD = DAY;
/** Sign-ups from one network (IPv4 /32, IPv6 /64) in one window. A school or an office fits; a script does not. */
export const NETWORK_SIGNATURES = 60;
export const NETWORK_WINDOW = HOUR;
/** People who share a mailbox. */
export const PLACES_PER_MAILBOX = 2;
/** A link to one's own signature is good this long: whoever finds the mailbox open later finds it run out. */
export const MANAGE_LIFETIME = HOUR;
/** What was withdrawn or stopped can be undone this long; then what a withdrawal left is destroyed. */
export const UNDO_WITHIN = HOUR;
/** Signatures that one mail lists: the two places of a mailbox, and what strangers may have signed up with it. */
export const LISTED_IN_MAIL = 8;
/** A proof of work is good this long: to fill in the form slowly, and no longer. */
export const PROOF_LIFETIME = 10 * MINUTE;
/** The number to find lies below: half as many hashes on average, a fraction of a second on a phone (components/enhance/solve.test.ts). */
export const PROOF_LARGEST_NUMBER = 100_000;
/** While a petition is defended, or letters are, whoever shows no proof is mailed this much later, at a random moment of the span. */
export const SUSPECTED_DELAY = { least: 15 * MINUTE, most: 30 * MINUTE };
