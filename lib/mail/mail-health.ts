import type pg from "pg";
import { log } from "@/lib/logging/log";
import { MINUTE } from "@/lib/time/durations";
import { MAIL_STATES, type MailState } from "./states";

export type MailHealth = {
  /** Mails of the last four weeks, by state. */
  states: Partial<Record<MailState, number>>;
  /** Seconds for which the oldest mail that may leave has not; null where none waits. */
  oldestWaiting: number | null;
  /** Requests to the provider whose outcome is not known yet. */
  openBatches: number;
  /** Why nothing leaves at present, in the provider's words. */
  problem: string | null;
};

/** A confirmation that is later than this loses its reader. */
const LATE = 5 * MINUTE;

/** How the mails are doing, for operators. */
export async function mailHealth(pool: pg.Pool, now: Date): Promise<MailHealth> {
  const { rows } = await pool.query<{
    states: Partial<Record<MailState, number>> | null;
    oldest: number | null;
    batches: number;
    problem: string | null;
  }>(
    `SELECT (SELECT jsonb_object_agg(state, mails) FROM (SELECT state, count(*)::int AS mails FROM outbox_mail GROUP BY state) AS s) AS states,
       (SELECT floor(extract(epoch FROM $1 - min(send_after)))::float8 FROM outbox_mail WHERE state IN ('waiting', 'batched') AND send_after <= $1) AS oldest,
       (SELECT count(*)::int FROM mail_batch) AS batches, (SELECT problem FROM mail_gate WHERE id = 1) AS problem`,
    [now],
  );
  const row = rows[0];
  const states = MAIL_STATES.flatMap((state) => (row?.states?.[state] ? [[state, row.states[state]]] : []));
  return {
    states: Object.fromEntries(states),
    oldestWaiting: row?.oldest ?? null,
    openBatches: row?.batches ?? 0,
    problem: row?.problem ?? null,
  };
}

/** The same as a line in the log; a warning where mails are late, in doubt or stopped. */
export async function logMailHealth(pool: pg.Pool, now: Date): Promise<void> {
  const health = await mailHealth(pool, now);
  const late = (health.oldestWaiting ?? 0) * 1000 > LATE;
  if (late || health.problem || health.states.doubt) log().warn({ mail: health }, "mails need a look");
  else log().info({ mail: health }, "mails are well");
}
