import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { DAY } from "@/lib/time/durations";
import { CHECK_VALID, gateOf, isChecked } from "./checked-address";
import { WAITS_FOR_TEAM } from "./forward-reply";
import { titleIn } from "./letter-campaigns";
import { TAKEN_BACK_SINCE } from "./packet-queries";
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
  /** Letters that were taken back and are on paper. */
  onPaper: number;
  offices: string[];
};

/**
 * Mails the team of each campaign in which answers wait for it, or letters that were taken back lie in a printed packet; in a
 * live one also where letters are held for a person, wait for an office that may not be sent to, or the check of an office's
 * address runs out soon: in silence these are given up, forgotten, or carried. Each call mails: for once a day. Returns how
 * many mails it wrote.
 */
export async function remindTeams(
  { pool, ...context }: Omit<TellContext, "now"> & { pool: pg.Pool },
  now: Date,
): Promise<number> {
  return await inTransaction(pool, async (client) => {
    let mails = 0;
    for (const { campaignId, locale, title, held, answers, onPaper, offices } of await findWaiting(
      client,
      now,
    )) {
      const numbers = { held: inDigits(held), answers: inDigits(answers), onPaper: inDigits(onPaper) };
      const payload = { campaignTitle: title, ...numbers, expiring: offices.join(", ") };
      mails += await tellTeams(client, { ...context, now }, [{ campaignId, locale, payload }]);
    }
    return mails;
  });
}

/** None is not told of. */
const inDigits = (count: number) => (count > 0 ? String(count) : "");

async function findWaiting(client: pg.PoolClient, now: Date): Promise<Waiting[]> {
  const valid = now.getTime() - CHECK_VALID;
  const { rows } = await client.query<Waiting>(
    `SELECT * FROM (
       SELECT c.id AS "campaignId", c.default_locale AS locale,
         ${titleIn("c.default_locale")} AS title,
         (SELECT count(*)::int FROM letter l WHERE l.campaign_id = c.id AND l.state = 'held' AND c.state = 'live') AS held,
         (SELECT count(DISTINCT coalesce(r.provider_id, r.id::text))::int FROM letter_reply r
           WHERE r.campaign_id = c.id AND (r.moderation = 'offered' OR ${WAITS_FOR_TEAM})) AS answers,
         (SELECT coalesce(sum(greatest(0, ${TAKEN_BACK_SINCE})), 0)::int FROM letter_packet p WHERE p.campaign_id = c.id) AS "onPaper",
         ARRAY(SELECT t.key FROM target t WHERE t.campaign_id = c.id AND c.state = 'live' AND ${IN_NEED_OF_A_LOOK} ORDER BY t.key) AS offices
       FROM campaign c) AS found
     WHERE held > 0 OR answers > 0 OR "onPaper" > 0 OR cardinality(offices) > 0 ORDER BY title`,
    [new Date(valid), new Date(valid + CHECK_AGAIN), await badAddresses(client)],
  );
  return rows;
}

/** SQL over `t`: letters wait for it. */
const LETTERS_WAIT = "EXISTS (SELECT FROM letter l WHERE l.target_id = t.id AND l.state = 'queued')";
/** SQL over `t`: it may be sent to now ($1, $3), and not for long ($2); or it may not, and letters wait for it. */
const IN_NEED_OF_A_LOOK = `CASE WHEN ${isChecked("t.id", "$1")} AND t.id <> ALL ($3) THEN NOT ${isChecked("t.id", "$2")}
  ELSE ${LETTERS_WAIT} END`;

/** Offices for which letters wait and of which the newest check found what is no address any more (checked-address.ts). */
async function badAddresses(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ id: string; email: string | null }>(
    `SELECT DISTINCT ON (t.id) t.id, k.email FROM target t JOIN target_check k ON k.target_id = t.id
     WHERE ${LETTERS_WAIT} ORDER BY t.id, k.checked_at DESC, k.id DESC`,
  );
  return rows.filter(({ email }) => email !== null && gateOf(email) === null).map(({ id }) => id);
}
