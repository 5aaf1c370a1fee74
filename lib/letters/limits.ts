import { DAY, HOUR } from "@/lib/time/durations";

/** How long a letter may wait for its writer's mailbox to say yes; then nothing of it is left. */
export const DRAFT_LIFETIME = 48 * HOUR;
/** Letters of one mailbox that may wait for a yes at once; another one is not taken in, and nobody is told but the mailbox. */
export const DRAFTS_PER_WRITER = 3;
/** Letters of one mailbox that are confirmed in a day … */
export const LETTERS_A_DAY = 5;
/** … and to one office no more than one in this time: an office that gets the same person's letter every day reads none. */
export const SAME_OFFICE_AFTER = 14 * DAY;
/** Letters from one network (IPv4 /32, IPv6 /64) within an hour. */
export const NETWORK_LETTERS = 20;
export const NETWORK_WINDOW = HOUR;
/** What a letter said and who wrote it is kept this long after it left. */
export const KEPT_AFTER_LEAVING = 28 * DAY;
/** A letter that could not leave, for its office was paused or nobody released it, is given up after this … */
export const UNSENT_KEPT = 28 * DAY;
/** … and one that waits for a packet after this. */
export const HAND_OVER_KEPT = 90 * DAY;
/**
 * The link in the question about an answer is good this long, that in the question about a draft as long as the draft: who
 * finds the mailbox open later finds them run out. Fresh ones come by mail, for an hour (own-letter-links.ts).
 */
export const ASKING_LINK_LIFETIME = 7 * DAY;
/** When a writer who agreed is asked whether there was an answer. */
export const ASK_AFTER = 14 * DAY;
