import type pg from "pg";
import { DAY } from "@/lib/time/durations";
import { DESTROY_PERSON } from "./destroy-traces";

/** Names, addresses and reasons are kept this long after a campaign ended (docs/trust.md). */
export const PERSONS_KEPT = 365 * DAY;

/** Rows of one transaction. */
const STEP = 2_000;

/** Looked at again after a day only: the signatures of all campaigns that ever ended are many. */
const CHECKED_EACH = DAY;
const UNCHECKED = "(c.persons_forgotten_at IS NULL OR c.persons_forgotten_at <= $2)";

const DUE = `SELECT s.id, s.petition_id FROM signature s JOIN petition p ON p.id = s.petition_id JOIN campaign c ON c.id = p.campaign_id
  WHERE c.ended_at <= $1 AND ${UNCHECKED} AND s.state <> 'pending'
    AND (s.name_enc IS NOT NULL OR s.email_enc IS NOT NULL OR s.reason_enc IS NOT NULL)`;

/**
 * Destroys names, addresses and reasons PERSONS_KEPT after their campaign was won, lost or superseded; public lists lose
 * them too. The signatures stay counted. A campaign that is over without a date gets today's: its time begins now.
 * Returns how many signatures.
 */
export async function forgetPersons(pool: pg.Pool, now: Date): Promise<number> {
  await pool.query(
    "UPDATE campaign SET ended_at = $1 WHERE ended_at IS NULL AND state IN ('won', 'lost', 'superseded')",
    [now],
  );
  let forgotten = 0;
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `WITH due AS (${DUE} LIMIT ${STEP} FOR UPDATE OF s SKIP LOCKED),
         unlisted AS (DELETE FROM public_signer WHERE signature_id IN (SELECT id FROM due)),
         gone AS (UPDATE signature SET ${DESTROY_PERSON} WHERE id IN (SELECT id FROM due) RETURNING id)
       SELECT count(*)::int AS n FROM gone`,
      terms(now),
    );
    const n = rows[0]?.n ?? 0;
    forgotten += n;
    if (n < STEP) break;
  }
  await noteForgotten(pool, now);
  return forgotten;
}

/** Where rows were skipped, for somebody held them, the next hour looks again. */
async function noteForgotten(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query(
    `UPDATE campaign c SET persons_forgotten_at = $3 WHERE c.ended_at <= $1 AND ${UNCHECKED}
       AND c.id NOT IN (SELECT p.campaign_id FROM petition p WHERE p.id IN (SELECT due.petition_id FROM (${DUE}) AS due))`,
    [...terms(now), now],
  );
}

function terms(now: Date): [endedBefore: Date, uncheckedSince: Date] {
  return [new Date(now.getTime() - PERSONS_KEPT), new Date(now.getTime() - CHECKED_EACH)];
}

/** How many signatures are due. */
export async function countDuePersons(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (${DUE}) AS due`,
    terms(now),
  );
  return rows[0]?.n ?? 0;
}
