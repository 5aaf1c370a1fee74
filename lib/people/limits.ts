import { DAY, HOUR } from "@/lib/time/durations";

/** A sign-in link works this long, once. */
export const SIGN_IN_LINK_LIFETIME = HOUR;
/** A signed-in browser is asked to sign in again after this long. */
export const SESSION_LIFETIME = 14 * DAY;
/** Links an account can have asked for within the hour. */
export const LINKS_PER_ACCOUNT = 5;
/** … and within a day, so that nobody fills an organizer's mailbox by typing the address. */
export const LINKS_PER_DAY = 12;
