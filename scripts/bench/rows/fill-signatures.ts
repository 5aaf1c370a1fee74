import type pg from "pg";

/**
 * Fills a seeded database with confirmed signatures, made by the database, and with the totals and cells that counting
 * them would have left. Indexes are made afterwards, which is much faster and leaves the same table. Takes a pool of
 * one connection, whose user may switch triggers off, and how many.
 */
export async function fillSignatures(pool: pg.Pool, signatures: number): Promise<void> {
  const { rows: indexes } = await pool.query<{ name: string; definition: string }>(
    `SELECT i.relname AS name, pg_get_indexdef(x.indexrelid) AS definition FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
     WHERE x.indrelid = 'signature'::regclass AND NOT x.indisprimary`,
  );
  for (const { name } of indexes) await pool.query(`DROP INDEX "${name}"`);
  await pool.query("SET session_replication_role = replica"); // no check of each foreign key
  await pool.query(FILL, [signatures]);
  await pool.query("SET session_replication_role = origin");
  for (const { definition } of indexes) await pool.query(definition);
  await pool.query(CELLS);
  await pool.query(TOTALS);
  await pool.query("VACUUM (ANALYZE) signature, count_cell, petition_count");
  await pool.query("CHECKPOINT"); // what was just written is not to be flushed while something is timed
}

/** A hundred countries over ninety days, fields as long as sealed ones. */
const FILL = `
INSERT INTO signature (id, petition_id, version_id, state, display, country, locale, forget_me, updates, name_enc, email_enc,
  email_hash, name_hash, place, requested_at, mailed_at, mail_request, expires_at, counted_at)
SELECT gen_random_uuid(), v.petition_id, v.id, 'confirmed', 'counted', chr(65 + i % 25) || chr(65 + i % 4), 'en', false, false,
  sha256(int4send(i)) || sha256(int4send(-i)), sha256(int4send(-i)) || sha256(int4send(i)), sha256(int4send(i)), sha256(int4send(-i)), 1,
  t, t, gen_random_uuid(), t + interval '14 days', t
FROM (SELECT id, petition_id FROM petition_version ORDER BY number DESC, locale LIMIT 1) v, generate_series(1, $1::int) i,
  LATERAL (SELECT now() - interval '1 day' - (i % 7776000) * interval '1 second' AS t) moment`;

const CELLS = `
INSERT INTO count_cell (petition_id, hour, country, confirmed)
SELECT petition_id, date_trunc('hour', counted_at, 'UTC'), country, count(*) FROM signature GROUP BY 1, 2, 3`;

const TOTALS = `
INSERT INTO petition_count (petition_id, confirmed) SELECT petition_id, count(*) FROM signature GROUP BY 1
ON CONFLICT (petition_id) DO UPDATE SET confirmed = excluded.confirmed`;
