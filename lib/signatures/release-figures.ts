import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { PUBLIC_STATES } from "@/lib/petitions/states";
import { DAY } from "@/lib/time/durations";
import { chooseFigures, type PastRelease, THRESHOLD } from "./choose-figures";
import { lastMonday } from "./figures-week";
import { MAY_BE_SHOWN } from "./public-signers";

/** PostgreSQL advisory lock of what publishes figures: each day and week is written once, by one worker. */
const RELEASE_LOCK = 0x76_69_67_05;
/** A closed petition's figures stand still; days without any change are not written on and on. */
const QUIET_AFTER_CLOSING = 8 * DAY;

export type ReleaseResult = { ran: boolean; days: number; weeks: number };
type Petition = { id: string; closed_at: Date | null; first: string; last_day: string | null; shown: number };

/**
 * Publishes what has become due: every finished UTC day that has no row yet, and the ISO week that ended last. A row
 * is written once and never changed (the database refuses), so whoever polls for ever sees each number once. Waits
 * until the count is complete up to the end of yesterday. Takes a pool and now. Returns how many days and weeks it
 * wrote; ran = false where another worker is at it or the count is behind.
 */
export function releaseFigures(pool: pg.Pool, now: Date): Promise<ReleaseResult> {
  return inTransaction(pool, async (client) => {
    const today = new Date(Math.floor(now.getTime() / DAY) * DAY);
    const { rows } = await client.query<{ ready: boolean }>(
      `SELECT pg_try_advisory_xact_lock($1) AND EXISTS (SELECT 1 FROM counting_pass WHERE as_of >= $2) AS ready`,
      [RELEASE_LOCK, today],
    );
    if (!rows[0]?.ready) return { ran: false, days: 0, weeks: 0 };
    let [days, weeks] = [0, 0];
    for (const petition of await countedPetitions(client, today)) {
      days += await writeDays(client, petition, today);
      weeks += await writeWeek(client, petition, lastMonday(today));
    }
    return { ran: true, days, weeks };
  });
}

async function countedPetitions(client: pg.PoolClient, today: Date): Promise<Petition[]> {
  const { rows } = await client.query<Petition>(
    `SELECT p.id, p.closed_at, to_char(min(c.hour) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS first,
       (SELECT to_char(max(d.day), 'YYYY-MM-DD') FROM figure_day d WHERE d.petition_id = p.id) AS last_day,
       coalesce((SELECT d.total FROM figure_day d WHERE d.petition_id = p.id AND d.total IS NOT NULL ORDER BY d.day DESC LIMIT 1), 0) AS shown
     FROM petition p JOIN count_cell c ON c.petition_id = p.id
     WHERE p.state = ANY ($1) AND c.hour < $2 GROUP BY p.id`,
    [PUBLIC_STATES, today],
  );
  return rows;
}

/** Days from the first counted one to yesterday; a total that moved by less than the threshold waits for a later day. */
async function writeDays(client: pg.PoolClient, petition: Petition, today: Date): Promise<number> {
  const from = petition.last_day ? new Date(Date.parse(petition.last_day) + DAY) : new Date(petition.first);
  const totals = await totalsByDay(client, petition.id, from, today);
  let { shown } = petition;
  const due = totals.flatMap(({ day, total }) => {
    const moved = Math.abs(total - shown) >= THRESHOLD;
    if (!moved && isQuiet(petition, new Date(day))) return [];
    if (moved) shown = total;
    return [{ day, total: moved ? total : null }];
  });
  await client.query(
    `INSERT INTO figure_day (petition_id, day, total) SELECT $1, due.day, due.total FROM unnest($2::date[], $3::int[]) AS due(day, total) ON CONFLICT DO NOTHING`,
    [petition.id, due.map(({ day }) => day), due.map(({ total }) => total)],
  );
  return due.length;
}

function isQuiet({ closed_at }: Petition, at: Date): boolean {
  return closed_at !== null && at.getTime() > closed_at.getTime() + QUIET_AFTER_CLOSING;
}

/** The published count at the end of each day of a span. */
async function totalsByDay(client: pg.PoolClient, petitionId: string, from: Date, until: Date) {
  const { rows } = await client.query<{ day: string; total: number }>(
    `SELECT to_char(days.day, 'YYYY-MM-DD') AS day, (SELECT coalesce(sum(c.confirmed - c.withdrawn - c.removed + c.restored), 0)::int FROM count_cell c
       WHERE c.petition_id = $1 AND c.hour < (days.day + interval '1 day') AT TIME ZONE 'UTC') AS total
     FROM generate_series($2::date::timestamp, $3::date::timestamp - interval '1 day', '1 day') AS days(day) ORDER BY days.day`,
    [petitionId, from.toISOString().slice(0, 10), until.toISOString().slice(0, 10)],
  );
  return rows;
}

/** The release of the week before `monday`: the count at its end, and every country's figure that changes with it. */
async function writeWeek(client: pg.PoolClient, petition: Petition, monday: Date): Promise<number> {
  const week = new Date(monday.getTime() - 7 * DAY).toISOString().slice(0, 10);
  if (Date.parse(petition.first) >= monday.getTime() || isQuiet(petition, monday)) return 0;
  const [past, cells] = [await pastReleases(client, petition.id), await cellsAt(client, petition.id, monday)];
  if (past.some((release) => release.week >= week)) return 0;
  const countedOnly = cells.reduce((sum, cell) => sum + cell.here, 0);
  const left = cells.reduce((sum, cell) => sum + cell.hidden, 0);
  const known = new Map(
    cells.filter(({ country }) => country !== "ZZ").map((cell) => [cell.country, cell.here]),
  );
  const figures = chooseFigures(past, { countedOnly, left, cells: known });
  const [last] = await totalsByDay(client, petition.id, new Date(monday.getTime() - DAY), monday);
  await client.query(
    "INSERT INTO figure_release (petition_id, week, total, counted_only, left_count) VALUES ($1, $2, $3, $4, $5)",
    [petition.id, week, last?.total ?? 0, countedOnly, left],
  );
  await writeCountries(client, petition.id, week, figures);
  return 1;
}

/**
 * "Counted only" signers per country at a week's end: all whom the count had by then, but for those who are shown now or
 * were when they left since; and how many had left by then, of whom nobody could see it: the list tells who of the shown
 * is gone, and nothing hides among them. What left the count comes from its cells and entries alone, which only what is
 * due moves: however late this runs, a later withdrawal is not in it, and "forget me" leaves at its entry's random
 * moment. How somebody is shown who stays is as it is now, since nothing says how it was.
 */
async function cellsAt(client: pg.PoolClient, petitionId: string, at: Date) {
  const { rows } = await client.query<{ country: string; here: number; hidden: number }>(
    `WITH counted AS (
       SELECT country, sum(confirmed) AS entered, sum(withdrawn + removed - restored) AS gone, sum(left_shown) AS gone_shown
       FROM count_cell WHERE petition_id = $1 AND hour < $2 GROUP BY 1
     ), left_since AS (
       SELECT country, sum(n) AS left_later FROM (
         SELECT country, left_shown AS n FROM count_cell WHERE petition_id = $1 AND hour >= $2
         UNION ALL SELECT coalesce(country, 'ZZ'), CASE kind WHEN 'restore' THEN -1 ELSE 1 END FROM count_entry
           WHERE petition_id = $1 AND shown AND due_at >= $2
       ) AS moves GROUP BY 1
     ), shown AS (
       SELECT coalesce(country, 'ZZ') AS country, count(*) AS n FROM signature
       WHERE petition_id = $1 AND counted_at < $2 AND state = 'confirmed' AND display <> 'counted' GROUP BY 1
     )
     SELECT country, greatest(entered - gone - coalesce(n, 0) - coalesce(left_later, 0), 0)::int AS here, (gone - gone_shown)::int AS hidden
     FROM counted LEFT JOIN shown USING (country) LEFT JOIN left_since USING (country)`,
    [petitionId, at],
  );
  return rows;
}

async function pastReleases(
  client: pg.PoolClient,
  petitionId: string,
): Promise<(PastRelease & { week: string })[]> {
  const { rows } = await client.query<{
    week: string;
    counted_only: number;
    left_count: number;
    moves: Record<string, number>;
  }>(
    `SELECT to_char(r.week, 'YYYY-MM-DD') AS week, r.counted_only, r.left_count,
       coalesce((SELECT jsonb_object_agg(c.country, c.counted_only) FROM figure_country c WHERE c.petition_id = r.petition_id AND c.week = r.week), '{}') AS moves
     FROM figure_release r WHERE r.petition_id = $1 ORDER BY r.week`,
    [petitionId],
  );
  let figures = new Map<string, number>();
  return rows.map((row) => {
    figures = new Map([...figures, ...Object.entries(row.moves)]);
    return { week: row.week, countedOnly: row.counted_only, left: row.left_count, figures };
  });
}

/**
 * Writes the countries whose figure differs from the one that stands; those shown by name are countable by anyone. Of
 * them count those who were shown at the first release after they were counted and ever since (listed by its Monday):
 * whoever was "counted only" at a release may still be in a figure that was not allowed to fall, and is not added to it.
 */
async function writeCountries(
  client: pg.PoolClient,
  petitionId: string,
  week: string,
  figures: Map<string, number>,
): Promise<void> {
  await client.query(
    `WITH shown AS (
       SELECT s.country, count(*)::int / $5 * $5 AS n FROM public_signer l JOIN signature s ON ${MAY_BE_SHOWN}
       WHERE l.petition_id = $1 AND s.country IS NOT NULL AND s.counted_at AT TIME ZONE 'UTC' < $2::date + interval '7 days'
         AND l.day <= date_trunc('week', s.counted_at AT TIME ZONE 'UTC') + interval '7 days' GROUP BY 1
     ), standing AS (
       SELECT DISTINCT ON (country) country, counted_only, shown FROM figure_country WHERE petition_id = $1 ORDER BY country, week DESC
     ), due AS (
       SELECT country, coalesce(f.n, 0) AS counted_only, coalesce(shown.n, 0) AS shown
       FROM unnest($3::text[], $4::int[]) AS f(country, n) FULL JOIN shown USING (country)
     )
     INSERT INTO figure_country (petition_id, week, country, counted_only, shown)
     SELECT $1, $2, country, coalesce(due.counted_only, 0), coalesce(due.shown, 0) FROM due FULL JOIN standing USING (country)
     WHERE (coalesce(due.counted_only, 0), coalesce(due.shown, 0)) <> (coalesce(standing.counted_only, 0), coalesce(standing.shown, 0))`,
    [petitionId, week, [...figures.keys()], [...figures.values()], THRESHOLD],
  );
}
