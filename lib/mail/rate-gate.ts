import type pg from "pg";
import { MINUTE, SECOND } from "@/lib/time/durations";

/**
 * The pace at which requests leave, for all workers together: one row holds the moment of the next (the generic cell
 * rate algorithm, ITU-T I.371). The database's clock counts, for workers' clocks differ.
 */

/** Requests leave this much farther apart than the provider's limit says, so that a network's jitter does not break it. */
const HEADROOM = 1.02;
/** A turn is given this many milliseconds before it comes, so that asking for it makes nobody late. */
const EARLY = 30;
/** A worker that is this much late for its turn all the same does not push back those after it. */
const LATENESS = 5;

/** Failures in a row, of any worker, from which on everything pauses: fewer are bad luck of single requests. */
const PATIENCE = 4;
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = MINUTE;

/** Milliseconds until the gate opens; 0 where it is open. */
export async function untilOpen(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ wait: number }>(
    "SELECT greatest(0, extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS wait FROM mail_gate WHERE id = 1",
  );
  return rows[0]?.wait ?? 0;
}

/**
 * Takes the next turn if it is near. Takes requests a second. Returns the milliseconds after which the request is to
 * leave, or, where the turn is not taken, after which to ask again.
 */
export async function takeTurn(pool: pg.Pool, rate: number): Promise<{ taken: boolean; wait: number }> {
  const gap = (SECOND / rate) * HEADROOM;
  const { rows } = await pool.query<{ wait: number }>(
    `UPDATE mail_gate SET next_at = greatest(next_at, clock_timestamp() - $2 * interval '1 millisecond') + $1 * interval '1 millisecond'
     WHERE id = 1 AND next_at <= clock_timestamp() + $3 * interval '1 millisecond'
     RETURNING (extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 - $1 AS wait`,
    [gap, LATENESS, EARLY],
  );
  if (rows[0]) return { taken: true, wait: Math.max(0, rows[0].wait) };
  return { taken: false, wait: Math.max(1, (await untilOpen(pool)) - EARLY) };
}

/** Lets turns pass by, for requests to the provider that are no mails. */
export async function giveWay(pool: pg.Pool, rate: number, requests: number): Promise<void> {
  await pool.query(
    "UPDATE mail_gate SET next_at = greatest(next_at, clock_timestamp()) + $1 * interval '1 millisecond' WHERE id = 1",
    [(SECOND / rate) * HEADROOM * requests],
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
    [PATIENCE, failure.note, failure.retryAfter, FIRST_PAUSE, LONGEST_PAUSE],
  );
}

/** The provider takes nothing from us (its key is refused, a quota is used up): everything pauses, at least a minute. */
export async function closeGate(pool: pg.Pool, failure: { note: string; retryAfter: number }): Promise<void> {
  await pool.query(
    `UPDATE mail_gate SET problem = $1, next_at = greatest(next_at, clock_timestamp() + $2 * interval '1 millisecond') WHERE id = 1`,
    [failure.note, Math.max(failure.retryAfter, LONGEST_PAUSE)],
  );
}
