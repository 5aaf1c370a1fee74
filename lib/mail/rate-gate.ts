import type pg from "pg";
import { MINUTE, SECOND } from "@/lib/time/durations";

/**
 * The pace at which requests leave, for all workers together: one row holds when the last ones left, and so when the
 * next may. A limit of five a second is that of any second: the next leaves a second after the fifth last. So what is
 * lost while all workers are down for a moment can be made up for, which an even pace could not. The database's clock
 * counts, for workers' clocks differ.
 */

/** The provider's second is taken this much longer than it is, so that a network's jitter does not break its limit. */
const HEADROOM = 1.02;
/** However high the limit, no more than so many requests are looked back on. */
const LONGEST_LOOK = 10;
/** Requests that make up for lost time leave at this many times the pace. */
const HASTE = 4;
/** A turn is given this many milliseconds before it comes, so that asking for it makes nobody late. */
const EARLY = 30;
/** A request that leaves more than so many milliseconds after its turn moves it. */
const LATE = 15;
/** Milliseconds from now on in which requests that are no mails are made. */
const SOON = 500;

/** At most `requests` within any `span` milliseconds, each `apart` milliseconds after the one before. */
function limitOf(rate: number) {
  const requests = Math.min(LONGEST_LOOK, Math.max(1, Math.floor(rate)));
  const span = (requests / rate) * SECOND * HEADROOM;
  return { requests, span, apart: span / requests / HASTE };
}

/** Failures in a row, of any worker, from which on everything pauses: fewer are bad luck of single requests. */
const PATIENCE = 4;
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = MINUTE;
/** However long the provider asks to wait: quotas are raised and keys replaced in between. */
const LONGEST_WISH = 15 * MINUTE;

/** Milliseconds until the gate opens; 0 where it is open. */
export async function untilOpen(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ wait: number }>(
    "SELECT greatest(0, extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS wait FROM mail_gate WHERE id = 1",
  );
  return rows[0]?.wait ?? 0;
}

/**
 * Takes the next turn if it is near. Takes requests a second. Returns the milliseconds after which the request is to
 * leave and the turn's name, or, where the turn is not taken, after which to ask again.
 */
export async function takeTurn(pool: pg.Pool, rate: number): Promise<{ turn: string | null; wait: number }> {
  const { requests, span, apart } = limitOf(rate);
  const { rows } = await pool.query<{ turn: string; wait: number }>(
    `UPDATE mail_gate SET
       turns = (turns || greatest(next_at, clock_timestamp()))[greatest(1, cardinality(turns) + 2 - $1):],
       next_at = greatest(greatest(next_at, clock_timestamp()) + $3 * interval '1 millisecond',
         (turns || greatest(next_at, clock_timestamp()))[cardinality(turns) + 2 - $1] + $2 * interval '1 millisecond')
     WHERE id = 1 AND next_at <= clock_timestamp() + $4 * interval '1 millisecond'
     RETURNING turns[cardinality(turns)]::text AS turn,
       (extract(epoch FROM turns[cardinality(turns)] - clock_timestamp()) * 1000)::float8 AS wait`,
    [requests, span, apart, EARLY],
  );
  if (rows[0]) return { turn: rows[0].turn, wait: Math.max(0, rows[0].wait) };
  return { turn: null, wait: Math.max(1, (await untilOpen(pool)) - EARLY) };
}

/**
 * A request left so many milliseconds after its turn (a process that has just started loads code first): the one that
 * is to be a second behind it must not come on time, or the provider would turn it away.
 */
export async function noteDeparture(
  pool: pg.Pool,
  rate: number,
  { turn, late }: { turn: string; late: number },
): Promise<void> {
  if (late <= LATE) return;
  const { requests, span } = limitOf(rate);
  // Of the row itself, never of a copy read before its lock: a turn taken meanwhile would be forgotten.
  const moved = `ARRAY(SELECT CASE one WHEN $1::timestamptz THEN one + $2 * interval '1 millisecond' ELSE one END AS at
    FROM unnest(turns) AS one ORDER BY at)`;
  await pool.query(
    `UPDATE mail_gate SET turns = ${moved},
       next_at = greatest(next_at, (${moved})[cardinality(turns) + 1 - $3] + $4 * interval '1 millisecond')
     WHERE id = 1`,
    [turn, late, requests, span],
  );
}

/** Counts requests that are no mails, and are made at once. */
export async function giveWay(pool: pg.Pool, rate: number, others: number): Promise<void> {
  const { requests, span } = limitOf(rate);
  await pool.query(
    `UPDATE mail_gate SET
       turns = (turns || array_fill(clock_timestamp() + $4 * interval '1 millisecond', ARRAY[$1::int]))[greatest(1, cardinality(turns) + $1 + 1 - $2):],
       next_at = greatest(next_at, (turns || array_fill(clock_timestamp() + $4 * interval '1 millisecond', ARRAY[$1::int]))[cardinality(turns) + $1 + 1 - $2]
         + $3 * interval '1 millisecond')
     WHERE id = 1`,
    [others, requests, span, SOON],
  );
}

/** The provider takes mails: failures so far are forgotten. */
export async function noteSuccess(pool: pg.Pool): Promise<void> {
  await pool.query(
    "UPDATE mail_gate SET refusals = 0, problem = NULL WHERE id = 1 AND (refusals > 0 OR problem IS NOT NULL)",
  );
}

/** A request failed. After PATIENCE failures in a row everything pauses, longer each time, at least as long as the provider asks. */
export async function noteFailure(
  pool: pg.Pool,
  failure: { note: string; retryAfter: number },
): Promise<void> {
  await pool.query(
    `UPDATE mail_gate SET refusals = least(refusals + 1, 1000), problem = CASE WHEN refusals + 1 >= $1 THEN $2 ELSE problem END,
       next_at = CASE WHEN refusals + 1 < $1 THEN next_at ELSE greatest(next_at, clock_timestamp() +
         greatest($3::float8, least($4::float8 * power(2, least(refusals + 1 - $1, 20)), $5::float8)) * interval '1 millisecond') END
     WHERE id = 1`,
    [PATIENCE, failure.note, Math.min(failure.retryAfter, LONGEST_WISH), FIRST_PAUSE, LONGEST_PAUSE],
  );
}

/** The provider takes nothing from us (its key is refused, a quota is used up): everything pauses, at least a minute. */
export async function closeGate(pool: pg.Pool, failure: { note: string; retryAfter: number }): Promise<void> {
  await pool.query(
    `UPDATE mail_gate SET problem = $1, next_at = greatest(next_at, clock_timestamp() + $2 * interval '1 millisecond') WHERE id = 1`,
    [failure.note, Math.max(Math.min(failure.retryAfter, LONGEST_WISH), LONGEST_PAUSE)],
  );
}
