import type pg from "pg";
import type { Correction } from "@/lib/evidence/types";

type Queryable = Pick<pg.PoolClient, "query">;

/**
 * What was corrected, in what it says or how far it holds, of the claims that a letter cites since it was written: of each the
 * last correction. Takes the letter's id and the claims that are sealed with its text. `isLookedAt`: the letter was held for
 * it, and a person let it go.
 */
export async function correctionsSinceWritten(
  client: Queryable,
  { id, claims }: { id: string; claims: readonly string[] },
): Promise<(Correction & { isLookedAt: boolean })[]> {
  if (claims.length === 0) return [];
  const { rows } = await client.query<Correction & { isLookedAt: boolean }>(
    `SELECT DISTINCT ON (k.key) k.key AS claim, r.at, r.reason, r.changed,
       EXISTS (SELECT FROM letter_event e WHERE e.letter_id = l.id AND e.kind = 'held' AND e.note = 'corrected' AND e.at >= r.at) AS "isLookedAt"
     FROM letter l JOIN claim k ON k.campaign_id = l.campaign_id JOIN claim_revision r ON r.claim_id = k.id
     WHERE l.id = $1 AND k.key = ANY ($2) AND r.substantial AND r.at > l.requested_at ORDER BY k.key, r.at DESC`,
    [id, claims],
  );
  return rows;
}

/** Whether somebody has to look at a letter for what was corrected since. */
export async function isCorrected(
  client: Queryable,
  letter: { id: string; claims: readonly string[] },
): Promise<boolean> {
  return (await correctionsSinceWritten(client, letter)).some(({ isLookedAt }) => !isLookedAt);
}
