import type pg from "pg";
import { log } from "@/lib/logging/log";
import { mailMoment } from "@/lib/signatures/proof-of-work";
import { HOUR } from "@/lib/time/durations";
import { DRAFT_LIFETIME } from "./limits";
import { LETTER_STATES } from "./states";
import type { LetterContext } from "./write-letter";

/** How far back letters are looked at: who writes one looks into their mailbox within minutes. */
const LOOK_BACK = HOUR;
/** So many of a campaign wait for a yes before that looks like an attack; fewer do in any hour of a calm one … */
const MANY_WAIT = 50;
/** … and this many times those that got one: of people who wrote a letter, more than one in four stands by it. */
const TIMES_CONFIRMED = 3;

/**
 * When the mail that asks a stranger's mailbox for a yes may leave: at once; while far more letters of the campaign wait for
 * a yes than get one, some minutes later for whoever shows no unused proof of work. Nobody is refused. Takes the campaign's id
 * and what a browser sent as proof.
 */
export async function questionMoment(
  context: LetterContext,
  campaignId: string,
  altcha: string | undefined,
): Promise<Date> {
  const { waiting, confirmed } = await lately(context.pool, campaignId, context.now);
  if (waiting < MANY_WAIT || waiting <= confirmed * TIMES_CONFIRMED) return context.now;
  const moment = await mailMoment(context, campaignId, altcha);
  if (moment > context.now)
    log().warn({ campaignId, waiting, confirmed }, "letters are defended: a question is late");
  return moment;
}

/** What was written lately; an index finds it by when drafts run out. Every letter keeps that from when it was one. */
async function lately(
  pool: pg.Pool,
  campaignId: string,
  now: Date,
): Promise<{ waiting: number; confirmed: number }> {
  const { rows } = await pool.query<{ waiting: number; confirmed: number }>(
    `SELECT count(*) FILTER (WHERE confirmed_at IS NULL)::int AS waiting, count(confirmed_at)::int AS confirmed
     FROM letter WHERE state = ANY ($1) AND expires_at > $2 AND campaign_id = $3`,
    [LETTER_STATES, new Date(now.getTime() + DRAFT_LIFETIME - LOOK_BACK), campaignId],
  );
  return rows[0] ?? { waiting: 0, confirmed: 0 };
}
