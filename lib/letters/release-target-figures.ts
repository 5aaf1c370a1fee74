import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { lastMonday } from "@/lib/signatures/figures-week";
import { DAY } from "@/lib/time/durations";
import { roundFigures } from "./round-figures";
import { type Channel, LEFT_STATES, type LetterState } from "./states";
import type { FigureKind } from "./types";

/** PostgreSQL advisory lock of what publishes figures on letters: each week is written once, by one worker. */
const RELEASE_LOCK = 0x76_69_67_10;

export type TargetRelease = { ran: boolean; figures: number };

/**
 * Publishes, for every office, what stood at the end of the ISO week that ended last: one release for all, written once and
 * never changed. Takes a pool and now. `ran` is false where that week has its release or another worker is at it; a week
 * that nobody released in time is skipped, and the next covers it. Returns how many numbers it wrote: those that changed.
 */
export function releaseTargetFigures(pool: pg.Pool, now: Date): Promise<TargetRelease> {
  return inTransaction(pool, async (client) => {
    const monday = lastMonday(now);
    const week = new Date(monday.getTime() - 7 * DAY).toISOString().slice(0, 10);
    const { rows } = await client.query<{ due: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AND NOT EXISTS (SELECT 1 FROM letter_release WHERE week >= $2) AS due",
      [RELEASE_LOCK, week],
    );
    if (!rows[0]?.due) return { ran: false, figures: 0 };
    await client.query("INSERT INTO letter_release (week, released_at) VALUES ($1, $2)", [week, now]);
    const due = (await countTargets(client, monday)).flatMap(({ target, counts }) =>
      [...roundFigures(counts)].map(([kind, atLeast]) => ({ target, kind, atLeast })),
    );
    return { ran: true, figures: await writeFigures(client, week, due) };
  });
}

/** By mail nothing is "returned": what a server sends back has bounced, what a person reports is refused. */
const STATE_KINDS = {
  mail: { delivered: "delivered", bounced: "bounced", refused: "refused" },
  "hand-over": { delivered: "handed-over", refused: "hand-over-refused", returned: "hand-over-returned" },
} as const satisfies Record<Channel, Partial<Record<LetterState, FigureKind>>>;

type Counted = { target: string; counts: Map<FigureKind, number> };

/**
 * What an office's numbers are at a moment: letters that had left by then, by mail and in packets, whose words they are
 * and in the state they are in now; what people took away to send themselves; answers. A packet has no number of its own:
 * letters that were taken back after packing never left. None is a sum of what is verified and what is told.
 */
async function countTargets(client: pg.PoolClient, before: Date): Promise<Counted[]> {
  const { rows } = await client.query<{ target: string; kind: FigureKind; n: number }>(
    `SELECT target_id AS target, kind, sum(n)::int AS n FROM (
       SELECT target_id, CASE channel WHEN 'mail' THEN 'sent-' ELSE 'carried-' END || CASE WHEN unchanged THEN 'unchanged' ELSE 'own' END AS kind, 1 AS n
         FROM letter WHERE left_at < $1 AND state = ANY ($2)
       UNION ALL SELECT target_id, ${stateKind()}, 1 FROM letter WHERE left_at < $1 AND state = ANY ($2) AND state <> 'sent'
       UNION ALL SELECT target_id, way, letters FROM taken_letters WHERE week < $1::timestamptz AT TIME ZONE 'UTC'
       UNION ALL SELECT target_id, CASE via WHEN 'told' THEN 'told-' || answer ELSE 'answers' END, 1
         FROM letter_reply WHERE received_at < $1 AND (via = 'told' OR kind = 'answer')
     ) AS counted GROUP BY 1, 2 ORDER BY 1, 2`,
    [before, LEFT_STATES],
  );
  const targets = new Map<string, Map<FigureKind, number>>();
  for (const { target, kind, n } of rows)
    targets.set(target, (targets.get(target) ?? new Map<FigureKind, number>()).set(kind, n));
  return [...targets].map(([target, counts]) => ({ target, counts }));
}

/** SQL for the kind that a letter's state counts as. */
function stateKind(): string {
  const cases = (channel: keyof typeof STATE_KINDS) =>
    Object.entries(STATE_KINDS[channel])
      .map(([state, kind]) => `WHEN '${state}' THEN '${kind}'`)
      .join(" ");
  return `CASE channel WHEN 'mail' THEN CASE state ${cases("mail")} END ELSE CASE state ${cases("hand-over")} END END`;
}

type Due = { target: string; kind: FigureKind; atLeast: number };

/** Writes the numbers that differ from those that stand; what is counted no more stands at 0 again. */
async function writeFigures(client: pg.PoolClient, week: string, due: Due[]): Promise<number> {
  const { rowCount } = await client.query(
    `WITH standing AS (
       SELECT DISTINCT ON (target_id, kind) target_id, kind, at_least FROM letter_figure ORDER BY target_id, kind, week DESC
     ), due AS (SELECT * FROM unnest($2::uuid[], $3::text[], $4::int[]) AS due(target_id, kind, at_least))
     INSERT INTO letter_figure (target_id, week, kind, at_least)
     SELECT target_id, $1, kind, coalesce(due.at_least, 0) FROM due FULL JOIN standing USING (target_id, kind)
     WHERE coalesce(due.at_least, 0) <> coalesce(standing.at_least, 0)`,
    [week, due.map(({ target }) => target), due.map(({ kind }) => kind), due.map(({ atLeast }) => atLeast)],
  );
  return rowCount ?? 0;
}
