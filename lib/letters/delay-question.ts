import type pg from "pg";
import { keptAnswers } from "@/lib/db/kept-answers";
import { log } from "@/lib/logging/log";
import { mailMoment } from "@/lib/signatures/proof-of-work";
import { HOUR, SECOND } from "@/lib/time/durations";
import { DRAFT_LIFETIME } from "./limits";
import { LETTER_STATES } from "./states";
import type { LetterContext } from "./write-letter";

/** How far back letters are looked at: who writes one looks into their mailbox within minutes. */
const LOOK_BACK = HOUR;
/** So many of a campaign wait for a yes before that looks like an attack; fewer do in any hour of a calm one … */
const MANY_WAIT = 50;
/** … and this many times those that got one: of people who were asked about a letter, more than one in four stands by it. */
const TIMES_CONFIRMED = 3;
/** What was counted is good this long: each count reads the last hour, and in an attack letters come many a second. */
const COUNTED_FOR = 5 * SECOND;

type Counted = { waiting: number; confirmed: number };
const lately = keptAnswers("letters-lately", COUNTED_FOR, lookAt);

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
  const counted = await lately(context, campaignId);
  return looksAttacked(counted) ? mailMoment(context, campaignId, altcha) : context.now;
}

function looksAttacked({ waiting, confirmed }: Counted = { waiting: 0, confirmed: 0 }): boolean {
  return waiting >= MANY_WAIT && waiting > confirmed * TIMES_CONFIRMED;
}

/** Says what changed once, and of no letter. */
async function lookAt(
  { pool, now }: LetterContext,
  campaignId: string,
  before: Counted | undefined,
): Promise<Counted> {
  const counted = await count(pool, campaignId, now);
  const began = looksAttacked(counted);
  if (began && !looksAttacked(before)) log().warn({ campaignId, ...counted }, "letters are defended");
  if (!began && looksAttacked(before)) log().info({ campaignId, ...counted }, "letters are calm again");
  return counted;
}

/**
 * What was written lately; an index finds it by when drafts run out, which only a letter that is destroyed or deleted loses.
 * Whose question has not left because we hold it back cannot have said yes, and does not wait: the brake would feed itself.
 */
async function count(pool: pg.Pool, campaignId: string, now: Date): Promise<Counted> {
  const { rows } = await pool.query<Counted>(
    `SELECT count(*) FILTER (WHERE confirmed_at IS NULL AND NOT EXISTS (SELECT FROM outbox_mail m
         WHERE m.subject_id = l.id AND m.state = 'waiting' AND m.send_after > $4))::int AS waiting,
       count(confirmed_at)::int AS confirmed
     FROM letter l WHERE state = ANY ($1) AND expires_at > $2 AND campaign_id = $3`,
    [LETTER_STATES, new Date(now.getTime() + DRAFT_LIFETIME - LOOK_BACK), campaignId, now],
  );
  return rows[0] ?? { waiting: 0, confirmed: 0 };
}
