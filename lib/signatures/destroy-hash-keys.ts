import type pg from "pg";
import { sha256 } from "@/lib/crypto/hash";
import { journal } from "@/lib/db/journal";
import { inTransaction } from "@/lib/db/transaction";
import { DAY } from "@/lib/time/durations";
import { EMPTY_MAIL } from "./destroy-traces";
import { GRACE_AFTER_CLOSING } from "./limits";

/** A record that was found true is looked at again after this long; all signatures of all closed petitions are many. */
const CHECKED_EACH = DAY;

/** Rows of one transaction. */
const STEP = 5_000;

export type DestroyedKeys = { keys: number; hashes: number; pending: number };

/**
 * Destroys the hash keys of petitions that closed GRACE_AFTER_CLOSING ago, when the last confirmation is over: nobody
 * can test any more whether an address signed, not with the secret either. With the key go the hashes made under it,
 * and sign-ups that can no longer be confirmed. A record stays (hash_key_destruction), written with the deed. What was
 * cut short is finished by the next call. The petition cannot be opened again: the database refuses one without a key.
 */
export async function destroyHashKeys(pool: pg.Pool, now: Date): Promise<DestroyedKeys> {
  await pool.query("UPDATE petition SET closed_at = $1 WHERE state = 'closed' AND closed_at IS NULL", [now]);
  let keys = 0;
  while (await destroyOne(pool, now)) keys += 1;
  const { rows } = await pool.query<{ id: string }>(
    `SELECT p.id FROM petition p JOIN hash_key_destruction d ON d.petition_id = p.id
     WHERE ${UNCHECKED} AND p.hash_key_enc IS NULL AND EXISTS (SELECT FROM signature s WHERE s.petition_id = p.id
       AND (s.email_hash IS NOT NULL OR s.name_hash IS NOT NULL OR s.state = 'pending'))`,
    [uncheckedSince(now)],
  );
  let hashes = 0;
  let pending = 0;
  for (const { id } of rows) {
    pending += await repeat(() => deletePending(pool, id));
    hashes += await repeat(() => removeHashes(pool, id));
  }
  return { keys, hashes, pending };
}

/** How many keys are due. */
export async function countDueHashKeys(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM petition WHERE state = 'closed' AND closed_at <= $1 AND hash_key_enc IS NOT NULL",
    [closedBefore(now)],
  );
  return rows[0]?.n ?? 0;
}

/** A petition where something is left that its record says is gone. */
export type HashKeyBreach = { petitionId: string; keyIsThere: boolean; hashes: number };

/**
 * Holds every record that was not found true within the last day against the database, and notes those that are. None
 * where all is well: no key, and no hash made under one.
 */
export async function checkDestroyedKeys(pool: pg.Pool, now: Date): Promise<HashKeyBreach[]> {
  const { rows } = await pool.query<HashKeyBreach>(
    `SELECT d.petition_id AS "petitionId", p.hash_key_enc IS NOT NULL AS "keyIsThere",
       (SELECT count(*)::int FROM signature s WHERE s.petition_id = d.petition_id AND (s.email_hash IS NOT NULL OR s.name_hash IS NOT NULL)) AS hashes
     FROM hash_key_destruction d JOIN petition p ON p.id = d.petition_id WHERE ${UNCHECKED}`,
    [uncheckedSince(now)],
  );
  const breaches = rows.filter(({ keyIsThere, hashes }) => keyIsThere || hashes > 0);
  const isTrue = rows.filter((row) => !breaches.includes(row)).map(({ petitionId }) => petitionId);
  await pool.query("UPDATE hash_key_destruction SET checked_at = $2 WHERE petition_id = ANY ($1)", [
    isTrue,
    now,
  ]);
  return breaches;
}

const UNCHECKED = "(d.checked_at IS NULL OR d.checked_at <= $1)";

function uncheckedSince(now: Date): Date {
  return new Date(now.getTime() - CHECKED_EACH);
}

function closedBefore(now: Date): Date {
  return new Date(now.getTime() - GRACE_AFTER_CLOSING);
}

/** Key, record and journal are one transaction. Returns false where none is due. */
function destroyOne(pool: pg.Pool, now: Date): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; closed_at: Date; hash_key_enc: Buffer }>(
      `SELECT id, closed_at, hash_key_enc FROM petition WHERE state = 'closed' AND closed_at <= $1 AND hash_key_enc IS NOT NULL
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [closedBefore(now)],
    );
    const due = rows[0];
    if (!due) return false;
    await destroyHashKey(client, due, now);
    return true;
  });
}

/** The deed itself, also for a restore. Takes a petition's locked row. */
export async function destroyHashKey(
  client: pg.PoolClient,
  petition: { id: string; closed_at: Date; hash_key_enc: Buffer },
  now: Date,
): Promise<void> {
  const { id, closed_at, hash_key_enc } = petition;
  await client.query("UPDATE petition SET hash_key_enc = NULL WHERE id = $1", [id]);
  await client.query(
    `INSERT INTO hash_key_destruction (petition_id, closed_at, destroyed_at, sealed_key_digest, hashes_removed) VALUES ($1, $2, $3, $4, 0)
     ON CONFLICT (petition_id) DO NOTHING`,
    [id, closed_at, now, sha256(hash_key_enc).toString("hex")],
  );
  await client.query(
    `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields)
     SELECT $2, 'system:destroy-hash-keys', 'destroy-hash-key', 'petition', id::text, campaign_id, '{hash_key}' FROM petition WHERE id = $1`,
    [id, now],
  );
  await journal(client, "hash-key", id, now);
}

async function repeat(step: () => Promise<number>): Promise<number> {
  const done = await step();
  return done < STEP ? done : done + (await repeat(step));
}

async function deletePending(pool: pg.Pool, petitionId: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `WITH gone AS (DELETE FROM signature WHERE id IN (SELECT id FROM signature WHERE petition_id = $1 AND state = 'pending' LIMIT ${STEP}) RETURNING id),
       mails AS (UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id IN (SELECT id FROM gone))
     SELECT count(*)::int AS n FROM gone`,
    [petitionId],
  );
  return rows[0]?.n ?? 0;
}

async function removeHashes(pool: pg.Pool, petitionId: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `WITH gone AS (UPDATE signature SET email_hash = NULL, name_hash = NULL WHERE id IN (
         SELECT id FROM signature WHERE petition_id = $1 AND (email_hash IS NOT NULL OR name_hash IS NOT NULL) LIMIT ${STEP}) RETURNING id),
       noted AS (UPDATE hash_key_destruction SET hashes_removed = hashes_removed + (SELECT count(*) FROM gone) WHERE petition_id = $1)
     SELECT count(*)::int AS n FROM gone`,
    [petitionId],
  );
  return rows[0]?.n ?? 0;
}
