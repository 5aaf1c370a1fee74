/** What the database shows of a petition's last minutes. "Forget me" sign-ups vanish from here as they are confirmed. */
export type Glance = {
  /** Sign-ups of the last minute, apart from "forget me". */
  asked: number;
  askedForgotten: number;
  /** Confirmations within five minutes, of recent sign-ups. */
  confirmedLately: number;
  /** Sign-ups of three to thirteen minutes ago that were mailed at once, and how many of them are confirmed. */
  ripe: number;
  ripeConfirmed: number;
  /** The same for "forget me": those that are not confirmed. */
  ripeForgotten: number;
  /** Sign-ups without a proof of work in ten minutes, and all confirmations of recent sign-ups in this time. */
  suspected: number;
  confirmed: number;
  /** Mails leave without delay, so that missing confirmations mean something. */
  mailsFlow: boolean;
};

export type AttackReason = "burst" | "unconfirmed";

/** Begins the defence, and what less is enough to go on with it: so that it does not flicker. */
const BEGIN = { burst: 300, timesConfirmed: 5, ripe: 100, share: 0.15 };
const GO_ON = { burst: 150, timesConfirmed: 3, ripe: 50, share: 0.25 };
/** Of "forget me" only what is not confirmed can be seen, so it takes more to tell. */
const FORGOTTEN = 4;

/**
 * Whether a petition looks attacked, and by which sign:
 * - burst: far more sign-ups a minute than its own confirmations bear out. In the UK's largest petition (March 2019,
 *   2,000 a minute) more than half were confirmed, within minutes; its beginning alone can look like this.
 * - unconfirmed: those who had time to confirm have not.
 * While it is defended, sign-ups without a proof of work that far outnumber confirmations go on counting.
 */
export function signOfAttack(glance: Glance, isDefended: boolean): AttackReason | null {
  const limit = isDefended ? GO_ON : BEGIN;
  const borneOut = (glance.confirmedLately / 5) * limit.timesConfirmed;
  if (glance.asked >= limit.burst && glance.asked > borneOut) return "burst";
  if (glance.askedForgotten >= limit.burst && glance.askedForgotten > borneOut * FORGOTTEN) return "burst";
  if (isDefended && glance.suspected >= limit.burst && glance.suspected > glance.confirmed * 2)
    return "burst";
  if (!glance.mailsFlow) return null;
  if (glance.ripe >= limit.ripe && glance.ripeConfirmed < glance.ripe * limit.share) return "unconfirmed";
  if (glance.ripeForgotten >= limit.burst && glance.ripeForgotten > glance.ripeConfirmed * 10)
    return "unconfirmed";
  return null;
}

/** Whether confirmations prove that people sign here: then a short calm is enough. */
export function isBorneOut({ ripe, ripeConfirmed }: Glance): boolean {
  return ripe >= 200 && ripeConfirmed >= ripe * 0.4;
}
