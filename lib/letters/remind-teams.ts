import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { DAY } from "@/lib/time/durations";
import { CHECK_VALID } from "./checked-address";
import { type TellContext, tellTeams } from "./tell-team";

/** An organizer has this long to look an address up again before letters wait. */
const CHECK_AGAIN = 10 * DAY;

type Waiting = { campaignId: string; locale: string; title: string; held: number; expiring: string[] };

/**
 * Mails the team of each live campaign in which letters are held for a person, or a check of an office's address runs out
 * soon or has while letters wait for the office: held letters are given up in silence else. For once a day. Returns how
 * many mails it wrote.
 */
export async function remindTeams(
  { pool, ...context }: Omit<TellContext, "now"> & { pool: pg.Pool },
  now: Date,
): Promise<number> {
  return await inTransaction(pool, async (client) => {
    let mails = 0;
    for (const { campaignId, locale, title, held, expiring } of await findWaiting(client, now)) {
      const payload = { campaignTitle: title, held: held ? String(held) : "", expiring: expiring.join(", ") };
      mails += await tellTeams(client, { ...context, now }, [{ campaignId, locale, payload }]);
    }
    return mails;
  });
}

async function findWaiting(client: pg.PoolClient, now: Date): Promise<Waiting[]> {
  const before = (span: number) => new Date(now.getTime() - span);
  const { rows } = await client.query<Waiting>(
    `SELECT * FROM (
       SELECT c.id AS "campaignId", c.default_locale AS locale,
         coalesce((SELECT x.title FROM campaign_text x WHERE x.campaign_id = c.id AND x.locale = c.default_locale), c.slug) AS title,
         (SELECT count(*)::int FROM letter l WHERE l.campaign_id = c.id AND l.state = 'held') AS held,
         ARRAY(SELECT t.key FROM target t JOIN LATERAL (
           SELECT email, checked_at FROM target_check k WHERE k.target_id = t.id ORDER BY k.checked_at DESC, k.id DESC LIMIT 1) k ON true
           WHERE t.campaign_id = c.id AND k.email IS NOT NULL AND k.checked_at <= $1
             AND (k.checked_at > $2 OR EXISTS (SELECT FROM letter l WHERE l.target_id = t.id AND l.state = 'queued'))
           ORDER BY t.key) AS expiring
       FROM campaign c WHERE c.state = 'live') AS found
     WHERE held > 0 OR cardinality(expiring) > 0 ORDER BY title`,
    [before(CHECK_VALID - CHECK_AGAIN), before(CHECK_VALID)],
  );
  return rows;
}
