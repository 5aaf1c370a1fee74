import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { destroyLetters } from "./destroy-letter";
import { HAND_OVER_KEPT, KEPT_AFTER_LEAVING, UNSENT_KEPT } from "./limits";
import { type Channel, LEFT_STATES } from "./states";
import { tellEnded } from "./tell-ended";
import { withdrawRow } from "./withdraw-letter";

type Context = { pool: pg.Pool; keys: KeyRing };
type Waiting = { id: string; locale: string; channel: Channel; email_enc: Buffer | null };

/** Letters of one transaction. */
const STEP = 200;

/** `forgotten`: left KEPT_AFTER_LEAVING ago; `givenUp`: could not leave in time. */
export type ForgottenLetters = { forgotten: number; givenUp: number };

/**
 * Destroys the words and writers of letters at their term: KEPT_AFTER_LEAVING after they left, or were refused here. One
 * that waits for its office or a person longer than UNSENT_KEPT, or for a packet longer than HAND_OVER_KEPT, is given up:
 * withdrawn, and its writer told. What stays of each is its digest, topics, demands and states.
 */
export async function forgetLetters(context: Context, now: Date): Promise<ForgottenLetters> {
  const forgotten = await inSteps(() => forgetLeft(context.pool, now));
  return { forgotten, givenUp: await inSteps(() => giveUpWaiting(context, now)) };
}

async function inSteps(step: () => Promise<number>): Promise<number> {
  let done = 0;
  for (;;) {
    const n = await step();
    done += n;
    if (n < STEP) return done;
  }
}

const before = (now: Date, span: number) => new Date(now.getTime() - span);

function forgetLeft(pool: pg.Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM letter WHERE state = ANY ($1) AND coalesce(left_at, state_at) <= $2
         AND num_nonnulls(name_enc, email_enc, email_hash, subject_enc, body_enc) > 0 LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [LEFT_STATES, before(now, KEPT_AFTER_LEAVING), STEP],
    );
    await destroyLetters(
      client,
      rows.map(({ id }) => id),
    );
    return rows.length;
  });
}

function giveUpWaiting({ pool, keys }: Context, now: Date): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Waiting>(
      `SELECT id, locale, channel, email_enc FROM letter WHERE state IN ('confirmed', 'queued', 'held')
         AND confirmed_at <= CASE channel WHEN 'mail' THEN $1::timestamptz ELSE $2 END LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [before(now, UNSENT_KEPT), before(now, HAND_OVER_KEPT), STEP],
    );
    for (const letter of rows) {
      await tellEnded(client, { keys, now }, letter, letter.channel === "mail" ? "unsent" : "uncarried");
      await withdrawRow(client, letter.id, "system:retention", now, "could not leave in time");
    }
    return rows.length;
  });
}

/** How many letters are due for either, and drafts past their time. */
export async function countDueLetters(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM letter WHERE (state = 'draft' AND expires_at < $5)
       OR (state = ANY ($1) AND coalesce(left_at, state_at) <= $2 AND num_nonnulls(name_enc, email_enc, email_hash, subject_enc, body_enc) > 0)
       OR (state IN ('confirmed', 'queued', 'held') AND confirmed_at <= CASE channel WHEN 'mail' THEN $3::timestamptz ELSE $4 END)`,
    [
      LEFT_STATES,
      before(now, KEPT_AFTER_LEAVING),
      before(now, UNSENT_KEPT),
      before(now, HAND_OVER_KEPT),
      now,
    ],
  );
  return rows[0]?.n ?? 0;
}
