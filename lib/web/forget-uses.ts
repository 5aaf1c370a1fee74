import type pg from "pg";
import { HOUR } from "@/lib/time/durations";
import { forgetSalts } from "./network";

/** No door counts uses over a longer time. */
const LONGEST_WINDOW = HOUR;
/**
 * Networks that are counted at once: about 250 MB. Who owns an IPv6 /32 has four thousand million networks; what is
 * beyond goes, rare visitors first: a forgotten network is counted anew, which refuses nobody.
 */
const MOST_NETWORKS = 1_000_000;
/** Rows in one transaction: a sign-up never waits for more than one such row, and briefly. */
const AT_ONCE = 10_000;

/** Rows that a sign-up is counting right now are left for the next time, so that neither waits for the other. */
const forgetting = (which: string) =>
  `DELETE FROM network_use WHERE ctid = ANY (ARRAY(SELECT ctid FROM network_use ${which} ORDER BY window_start LIMIT $1 FOR UPDATE SKIP LOCKED))`;
const OVER = forgetting("WHERE window_start < $2");
const RARE = forgetting("WHERE uses <= 5");
const OLDEST = forgetting("");

/** Forgets uses whose window is over, what is beyond `most` networks, and salts of other days. Returns how many uses went. */
export async function forgetNetworkUse(pool: pg.Pool, now: Date, most = MOST_NETWORKS): Promise<number> {
  await forgetSalts(pool, now);
  const over = await forgetWhile(pool, OVER, [new Date(now.getTime() - LONGEST_WINDOW)]);
  const { rows } = await pool.query<{ count: string }>("SELECT count(*) FROM network_use");
  const surplus = Number(rows[0]?.count ?? 0) - most;
  const rare = await forgetWhile(pool, RARE, [], surplus);
  return over + rare + (await forgetWhile(pool, OLDEST, [], surplus - rare));
}

async function forgetWhile(
  pool: pg.Pool,
  text: string,
  values: unknown[],
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  let gone = 0;
  while (gone < most) {
    const { rowCount } = await pool.query(text, [Math.min(AT_ONCE, most - gone), ...values]);
    gone += rowCount ?? 0;
    if (!rowCount) break;
  }
  return gone;
}
