import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { MINUTE } from "@/lib/time/durations";
import { type AttackReason, type Glance, isBorneOut, signOfAttack } from "./attack-signs";
import { PENDING_LIFETIME } from "./limits";

/** PostgreSQL advisory lock: one worker watches at a time. */
const WATCHING_LOCK = 0x76_69_67_03;
/** How far back the watch looks. */
const LOOK_BACK = 13 * MINUTE;
/** The defence ends after this long without a sign; sooner where confirmations prove that people sign. */
const CALM = 5 * MINUTE;
const CALM_BORNE_OUT = MINUTE;
/** A mail that waits longer than this says that mails do not flow. */
const MAIL_WAITS = 2 * MINUTE;

/** A defence that began or ended, for the log. */
export type DefenceChange = { petition: string; began: AttackReason | null; glance: Glance };

type Row = Glance & {
  petition_id: string;
  slug: string;
  reason: AttackReason | null;
  calm_since: Date | null;
};

/**
 * $1 now, $2 look-back, $3 lifetime of a sign-up (expires_at − requested_at, by which an index finds the recent ones),
 * $4 how long a mail may wait. The cost depends on the last minutes, not on how many have signed.
 */
const LOOK = `
WITH recent AS (
  SELECT petition_id, state, forget_me, suspected, counted_at, $1::timestamptz - requested_at AS age FROM signature
  WHERE state IN ('pending', 'confirmed', 'withdrawn', 'removed') AND expires_at > $1::timestamptz + $3::interval - $2::interval
), seen AS (
  SELECT petition_id,
    count(*) FILTER (WHERE NOT forget_me AND age < '1 minute') AS asked,
    count(*) FILTER (WHERE forget_me AND age < '1 minute') AS asked_forgotten,
    count(*) FILTER (WHERE state <> 'pending' AND counted_at > $1::timestamptz - interval '5 minutes') AS confirmed_lately,
    count(*) FILTER (WHERE NOT forget_me AND NOT suspected AND age >= '3 minutes') AS ripe,
    count(*) FILTER (WHERE NOT forget_me AND NOT suspected AND age >= '3 minutes' AND state <> 'pending') AS ripe_confirmed,
    count(*) FILTER (WHERE forget_me AND NOT suspected AND age >= '3 minutes' AND state = 'pending') AS ripe_forgotten,
    count(*) FILTER (WHERE suspected AND age < '10 minutes') AS suspected,
    count(*) FILTER (WHERE state <> 'pending' AND counted_at > $1::timestamptz - interval '10 minutes') AS confirmed
  FROM recent GROUP BY petition_id
), flow AS (
  SELECT NOT EXISTS (SELECT 1 FROM outbox_mail WHERE state IN ('waiting', 'batched') AND priority = 0
    AND send_after < $1::timestamptz - $4::interval) AS mails_flow
)
SELECT p.id AS petition_id, p.slug, d.reason, d.calm_since, flow.mails_flow AS "mailsFlow",
  coalesce(s.asked, 0)::int AS asked, coalesce(s.asked_forgotten, 0)::int AS "askedForgotten",
  coalesce(s.confirmed_lately, 0)::int AS "confirmedLately", coalesce(s.ripe, 0)::int AS ripe,
  coalesce(s.ripe_confirmed, 0)::int AS "ripeConfirmed", coalesce(s.ripe_forgotten, 0)::int AS "ripeForgotten",
  coalesce(s.suspected, 0)::int AS suspected, coalesce(s.confirmed, 0)::int AS confirmed
FROM (seen s FULL JOIN petition_defence d USING (petition_id)) JOIN petition p ON p.id = petition_id CROSS JOIN flow`;

/**
 * Looks at every petition that was signed lately, begins to defend those that look attacked and ends the defence of
 * those that are calm. Takes a pool and now. Returns what changed; nothing where another worker is at it.
 */
export function watchPetitions(pool: pg.Pool, now: Date): Promise<DefenceChange[]> {
  return inTransaction(pool, async (client) => {
    const { rows: locks } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS locked",
      [WATCHING_LOCK],
    );
    if (!locks[0]?.locked) return [];
    const { rows } = await client.query<Row>({
      name: "watch-petitions",
      text: LOOK,
      values: lookValues(now),
    });
    const changes: DefenceChange[] = [];
    for (const row of rows) {
      const change = await judge(client, row, now);
      if (change) changes.push(change);
    }
    return changes;
  });
}

function lookValues(now: Date): unknown[] {
  return [now, ...[LOOK_BACK, PENDING_LIFETIME, MAIL_WAITS].map((span) => `${span} milliseconds`)];
}

/** Moves one petition's defence by at most one step. */
async function judge(client: pg.PoolClient, row: Row, now: Date): Promise<DefenceChange | null> {
  const { petition_id: id, slug, reason, calm_since: calmSince, ...glance } = row;
  const sign = signOfAttack(glance, reason !== null);
  if (sign && reason) {
    if (calmSince) await setCalm(client, id, null);
    return null;
  }
  if (sign) {
    await client.query(
      "INSERT INTO petition_defence (petition_id, reason, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [id, sign, now],
    );
    return { petition: slug, began: sign, glance };
  }
  if (!reason) return null;
  if (!calmSince) {
    await setCalm(client, id, now);
    return null;
  }
  if (now.getTime() - calmSince.getTime() < (isBorneOut(glance) ? CALM_BORNE_OUT : CALM)) return null;
  await client.query("DELETE FROM petition_defence WHERE petition_id = $1", [id]);
  return { petition: slug, began: null, glance };
}

async function setCalm(client: pg.PoolClient, petitionId: string, since: Date | null): Promise<void> {
  await client.query("UPDATE petition_defence SET calm_since = $2 WHERE petition_id = $1", [
    petitionId,
    since,
  ]);
}
