import { DAY, HOUR, MINUTE } from "@/lib/time/durations";

const MIB = 1024 * 1024;

/**
 * What was answered, its files and what a writer tells of it are kept this long after they came: the term of the
 * letters themselves.
 */
export const REPLY_KEPT = 28 * DAY;
/** The provider is asked again after this long, twice as long each time … */
export const FETCH_AGAIN = MINUTE;
/** … and this long at most … */
export const FETCH_PAUSE = 6 * HOUR;
/** … for so long in all; what it says is not there is believed after an hour, for its store may be behind its events. */
export const FETCH_GIVEN_UP = 7 * DAY;
export const GONE_BELIEVED = HOUR;
/** Mails about one letter that are forwarded to its writer: an office that floods a relay address floods no mailbox. */
export const FORWARDED_PER_LETTER = 10;
/** Of automatic ones, that a letter has come in, one is enough. */
export const AUTOMATIC_FORWARDED = 1;
/** One mail for more letters than this is forwarded once the team says so: it would reach many mailboxes in our name. */
export const LETTERS_FORWARDED_AT_ONCE = 5;
/** Of a letter's answers, so many are kept with their words, and the first of them with their files. */
export const TEXTS_PER_LETTER = 20;
export const FILES_PER_LETTER = 3;
/** Files of one mail, and their bytes together, that are kept. */
export const FILES_PER_MAIL = 10;
export const FILES_LARGEST = 15 * MIB;
/** Sealed bytes of answers to one office's letters, and of all offices': a hostile one fills nobody's disk … */
export const KEPT_OF_OFFICE = 200 * MIB;
export const KEPT_IN_ALL = 2048 * MIB;
/** … and files no more than this part of them: words always find room. */
export const PART_OF_FILES = 0.5;
/** What a moderator shows of an answer: characters. */
export const SHOWN_LONGEST = 1_000;
/** A writer is asked a second time after this. */
export const ASK_AGAIN = 7 * DAY;
/** Both are less urgent than what somebody waits for on screen; a question waits longest. */
export const FORWARD_PRIORITY = 4;
export const ASK_PRIORITY = 6;
