import type pg from "pg";
import { PUBLIC_STATES } from "@/lib/campaigns/states";
import { lastMonday } from "@/lib/signatures/figures-week";
import type { TakenWay } from "./states";

type Context = { pool: pg.Pool; now: Date };
type Taken = { campaign: string; target: string; way: TakenWay };

/**
 * Adds one to the letters to an office that people say they sent themselves, in the week of `now` (UTC, from Monday).
 * Takes slug and key. Of who says it nothing is stored, so nobody can tell whether it is true: the sum is shown as
 * self-reported and never added to what the platform sent. Refuses an office that the campaign does not have.
 */
export async function noteTaken(
  { pool, now }: Context,
  { campaign, target, way }: Taken,
): Promise<{ ok: true } | { ok: false; reason: "unknown" }> {
  const { rowCount } = await pool.query(
    `INSERT INTO taken_letters AS t (campaign_id, target_id, week, way, letters)
     SELECT c.id, o.id, $3, $4, 1 FROM campaign c JOIN target o ON o.campaign_id = c.id AND o.key = $2 AND o.kind <> 'none'
     WHERE c.slug = $1 AND c.state = ANY ($5)
     ON CONFLICT (campaign_id, target_id, week, way) DO UPDATE SET letters = t.letters + 1`,
    [campaign, target, lastMonday(now), way, PUBLIC_STATES],
  );
  return rowCount ? { ok: true } : { ok: false, reason: "unknown" };
}
