import type { Db } from "@/lib/db/prisma";
import { citedIn, textsOf } from "./stored-texts";

/**
 * Which claims a reader reaches from what is composed of claims (texts, timeline, demands, plans, acts, fact checks,
 * comparisons), going on from claim to claim by conflicts and relations. The rest are orphans: only the page of their
 * source leads to them.
 */
export async function reachOf(db: Db, campaignId: string): Promise<{ reached: number; orphans: string[] }> {
  const cited = [...new Set((await textsOf(db, campaignId)).flatMap(({ body }) => citedIn(body)))];
  const rows = await db.$queryRaw<{ key: string; reached: boolean }[]>`
    WITH RECURSIVE composed AS (
      SELECT claim_id FROM timeline_event_claim UNION SELECT claim_id FROM demand_claim
      UNION SELECT claim_id FROM reported_plan_claim UNION SELECT claim_id FROM official_action_claim
      UNION SELECT claim_id FROM fact_check_claim UNION SELECT claim_id FROM comparison_claim
      UNION SELECT id FROM claim WHERE campaign_id = ${campaignId}::uuid AND key = ANY (${cited}::text[])
    ), reached AS (
      SELECT c.id FROM claim c JOIN composed ON composed.claim_id = c.id WHERE c.campaign_id = ${campaignId}::uuid
      UNION
      SELECT linked.other_id FROM reached JOIN (
        SELECT claim_id, other_id FROM claim_conflict UNION ALL SELECT claim_id, other_id FROM claim_relation
      ) AS linked ON linked.claim_id = reached.id
    )
    SELECT key, id IN (SELECT id FROM reached) AS reached FROM claim
    WHERE campaign_id = ${campaignId}::uuid ORDER BY position, key`;
  const orphans = rows.flatMap(({ key, reached }) => (reached ? [] : [key]));
  return { reached: rows.length - orphans.length, orphans };
}
