import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { DAY } from "@/lib/time/durations";
import { CHECK_VALID, isChecked } from "./checked-address";
import { WAITS_FOR_TEAM } from "./forward-reply";
import { titleIn } from "./letter-campaigns";
import { type TellContext, tellTeams } from "./tell-team";

/** An organizer has this long to look an address up again before letters wait. */
const CHECK_AGAIN = 10 * DAY;

/** `offices`: keys of those whose address is to be looked up. */
type Waiting = {
  campaignId: string;
  locale: string;
  title: string;
  held: number;
  answers: number;
  offices: string[];
};

/**
 * Mails the team of each campaign in which answers wait for it; in a live one also where letters are held for a person, wait
 * for an office that may not be sent to, or the check of an office's address runs out soon: in silence all of these are given
 * up or forgotten. Each call mails: for once a day. Returns how many mails it wrote.
 */
export async function remindTeams(
  { pool, ...context }: Omit<TellContext, "now"> & { pool: pg.Pool },
  now: Date,
): Promise<number> {
  return await inTransaction(pool, async (client) => {
    let mails = 0;
    for (const { campaignId, locale, title, held, answers, offices } of await findWaiting(client, now)) {
      const numbers = { held: held ? String(held) : "", answers: answers ? String(answers) : "" };
      const payload = { campaignTitle: title, ...numbers, expiring: offices.join(", ") };
      mails += await tellTeams(client, { ...context, now }, [{ campaignId, locale, payload }]);
    }
    return mails;
  });
}

async function findWaiting(client: pg.PoolClient, now: Date): Promise<Waiting[]> {
  const valid = now.getTime() - CHECK_VALID;
  const { rows } = await client.query<Waiting>(
    `SELECT * FROM (
       SELECT c.id AS "campaignId", c.default_locale AS locale,
         ${titleIn("c.default_locale")} AS title,
         (SELECT count(*)::int FROM letter l WHERE l.campaign_id = c.id AND l.state = 'held' AND c.state = 'live') AS held,
         (SELECT count(DISTINCT coalesce(r.provider_id, r.id::text))::int FROM letter_reply r
           WHERE r.campaign_id = c.id AND (r.moderation = 'offered' OR ${WAITS_FOR_TEAM})) AS answers,
         ARRAY(SELECT t.key FROM target t WHERE t.campaign_id = c.id AND c.state = 'live' AND ${IN_NEED_OF_A_LOOK} ORDER BY t.key) AS offices
       FROM campaign c) AS found
     WHERE held > 0 OR answers > 0 OR cardinality(offices) > 0 ORDER BY title`,
    [new Date(valid), new Date(valid + CHECK_AGAIN)],
  );
  return rows;
}

/** SQL over `t`: it may be sent to now ($1), and not for long ($2); or it may not, and letters wait for it. */
const IN_NEED_OF_A_LOOK = `CASE WHEN ${isChecked("t.id", "$1")} THEN NOT ${isChecked("t.id", "$2")}
  ELSE EXISTS (SELECT FROM letter l WHERE l.target_id = t.id AND l.state = 'queued') END`;
