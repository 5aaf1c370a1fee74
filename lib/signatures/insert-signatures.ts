import { randomUUID } from "node:crypto";
import type pg from "pg";
import { isDataFault, isRetryable } from "@/lib/db/errors";
import { GroupCommit } from "@/lib/db/group-commit";
import { countingUses } from "@/lib/web/door-limits";
import { MAIL_AGAIN_AFTER, NETWORK_SIGNATURES, NETWORK_WINDOW } from "./limits";

/** A sign-up ready for the database: hashed, sealed, bound to a version. */
export type NewSignature = {
  id: string;
  petitionId: string;
  versionId: string;
  display: string;
  country: string | null;
  locale: string;
  source: string | null;
  forgetMe: boolean;
  updates: boolean;
  nameEnc: Buffer | null;
  emailEnc: Buffer;
  reasonEnc: Buffer | null;
  emailHash: Buffer;
  nameHash: Buffer;
  mailAddressEnc: Buffer;
  mailAddressHash: Buffer;
  network: Buffer;
  requestedAt: Date;
  expiresAt: Date;
  /** When its mail may leave; later than requestedAt where the sign-up is suspected. */
  sendAfter: Date;
};

export type InsertOutcome =
  | { kind: "accepted" }
  | { kind: "closed" }
  | { kind: "too-many"; retryAfter: number };

const KEY = Symbol.for("vigil.signature-commits");
const shared = globalThis as { [KEY]?: WeakMap<pg.Pool, GroupCommit<NewSignature, InsertOutcome>> };

/** Writes a sign-up together with whoever else is signing. Resolves after the commit that holds it. */
export function insertSignature(pool: pg.Pool, signature: NewSignature): Promise<InsertOutcome> {
  shared[KEY] ??= new WeakMap();
  const queue =
    shared[KEY].get(pool) ??
    new GroupCommit<NewSignature, InsertOutcome>({
      flush: (group) => insertSignatures(pool, group),
      isItemsFault: isDataFault,
    });
  shared[KEY].set(pool, queue);
  return queue.add(signature);
}

/**
 * One statement, one commit, for any number of sign-ups. In this order:
 * - `used` counts each network once, sorted by hash; `allowed` lets through what the window still has room for;
 * - `chosen` keeps one of several sign-ups of the same person in this group, the least public one;
 * - `upserted` inserts, or finds the person's row. While that is pending the newer sign-up's words count, but
 *   display, forget-me and consent can only become safer: someone who signs a stranger up, before or after the
 *   stranger did, never makes them more visible. A row past pending keeps everything.
 * - `mailed` writes the outbox row, unless the same person was mailed within MAIL_AGAIN_AFTER. Of one without an address
 *   ("forget me", erased) the row says nothing of it, neither when nor with whom: the outbox is asked, by a function that sees
 *   what another group has committed since this statement began, for the row's lock was waited for;
 * - `forwarded` lets a mail go now that waits because its sign-up was suspected, where this one is not. One that a limit
 *   holds back (its note says so) stays held.
 * Networks and keys are sorted, so that concurrent groups take their locks in one order.
 */
const INSERT = `
WITH input AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::bool[],
    $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[], $17::bytea[],
    $18::timestamptz[], $19::timestamptz[], $24::timestamptz[])
  WITH ORDINALITY AS t(id, petition_id, version_id, display, country, locale, source, forget_me, updates,
    name_enc, email_enc, reason_enc, email_hash, name_hash, mail_address_enc, mail_address_hash, network_hash,
    requested_at, expires_at, send_after, nth)
), ranked AS (
  SELECT i.*, p.id IS NOT NULL AS open,
    row_number() OVER (PARTITION BY network_hash ORDER BY nth) AS use_nth, count(*) OVER (PARTITION BY network_hash) AS use_count
  FROM input i LEFT JOIN petition p ON p.id = i.petition_id AND p.state = 'open'
), used AS (
  INSERT INTO network_use AS u (network_hash, door, window_start, uses)
  SELECT network_hash, 'signatures', max(requested_at), count(*) FROM input GROUP BY network_hash ORDER BY network_hash
  ${countingUses("$21")}
  RETURNING network_hash, uses, window_start
), allowed AS (
  SELECT r.* FROM ranked r JOIN used u USING (network_hash) WHERE u.uses - r.use_count + r.use_nth <= $22
), chosen AS (
  SELECT DISTINCT ON (petition_id, email_hash, name_hash) * FROM allowed WHERE open
  ORDER BY petition_id, email_hash, name_hash, forget_me DESC, array_position(ARRAY['counted','initials','public'], display), nth DESC
), upserted AS (
  INSERT INTO signature AS s (id, petition_id, version_id, state, display, country, locale, source, forget_me, updates,
    name_enc, email_enc, reason_enc, email_hash, name_hash, requested_at, mailed_at, mail_request, expires_at, suspected)
  SELECT id, petition_id, version_id, 'pending', display, country, locale, source, forget_me, updates,
    name_enc, email_enc, reason_enc, email_hash, name_hash, requested_at, requested_at, $20::uuid, expires_at, send_after > requested_at
  FROM chosen ORDER BY petition_id, email_hash, name_hash
  ON CONFLICT (petition_id, email_hash, name_hash) DO UPDATE SET
    version_id = CASE WHEN s.state = 'pending' THEN excluded.version_id ELSE s.version_id END,
    display = CASE WHEN s.state = 'pending' AND array_position(ARRAY['counted','initials','public'], excluded.display)
      < array_position(ARRAY['counted','initials','public'], s.display) THEN excluded.display ELSE s.display END,
    country = CASE WHEN s.state = 'pending' THEN excluded.country ELSE s.country END,
    locale = CASE WHEN s.state = 'pending' THEN excluded.locale ELSE s.locale END,
    forget_me = CASE WHEN s.state = 'pending' THEN s.forget_me OR excluded.forget_me ELSE s.forget_me END,
    updates = CASE WHEN s.state = 'pending' THEN s.updates AND excluded.updates ELSE s.updates END,
    name_enc = CASE WHEN s.state = 'pending' THEN excluded.name_enc ELSE s.name_enc END,
    email_enc = CASE WHEN s.state = 'pending' THEN excluded.email_enc ELSE s.email_enc END,
    reason_enc = CASE WHEN s.state = 'pending' THEN excluded.reason_enc ELSE s.reason_enc END,
    requested_at = CASE WHEN s.state = 'pending' THEN excluded.requested_at ELSE s.requested_at END,
    expires_at = CASE WHEN s.state = 'pending' THEN excluded.expires_at ELSE s.expires_at END,
    suspected = CASE WHEN s.state = 'pending' THEN s.suspected AND excluded.suspected ELSE s.suspected END,
    mail_request = CASE WHEN s.email_enc IS NOT NULL AND s.mailed_at <= excluded.mailed_at - $23::interval THEN excluded.mail_request ELSE s.mail_request END,
    mailed_at = CASE WHEN s.email_enc IS NOT NULL AND s.mailed_at <= excluded.mailed_at - $23::interval THEN excluded.mailed_at ELSE s.mailed_at END
  RETURNING id, petition_id, email_hash, name_hash, mail_request, email_enc IS NULL AS nameless
), mailed AS (
  INSERT INTO outbox_mail (id, kind, priority, subject_id, locale, address_enc, address_hash, state, send_after, created_at, attempts)
  SELECT gen_random_uuid(), 'confirm-signature', 0, u.id, c.locale, c.mail_address_enc, c.mail_address_hash, 'waiting', c.send_after, c.requested_at, 0
  FROM upserted u JOIN chosen c USING (petition_id, email_hash, name_hash) WHERE u.mail_request = $20::uuid
    OR (u.nameless AND NOT was_mailed_since(u.id, c.requested_at - $23::interval))
), forwarded AS (
  UPDATE outbox_mail m SET send_after = c.requested_at FROM upserted u JOIN chosen c USING (petition_id, email_hash, name_hash)
  WHERE u.mail_request <> $20::uuid AND c.send_after <= c.requested_at AND m.subject_id = u.id AND m.kind = 'confirm-signature'
    AND m.state = 'waiting' AND m.note IS NULL AND m.send_after > c.requested_at
)
SELECT r.open, a.nth IS NOT NULL AS allowed,
  greatest(1, ceil(extract(epoch FROM u.window_start + $21::interval - r.requested_at)))::int AS retry_after
FROM ranked r LEFT JOIN used u USING (network_hash) LEFT JOIN allowed a ON a.nth = r.nth ORDER BY r.nth`;

const RETRIES = 3;

/** Writes a group; an answer per sign-up, in order. A deadlock or serialisation failure wrote nothing and is tried again. */
export async function insertSignatures(
  pool: pg.Pool,
  group: NewSignature[],
  retries = RETRIES,
): Promise<InsertOutcome[]> {
  try {
    const { rows } = await pool.query<{ open: boolean; allowed: boolean; retry_after: number }>({
      name: "insert-signatures",
      text: INSERT,
      values: parameters(group),
    });
    return rows.map((row) => {
      if (!row.open) return { kind: "closed" };
      return row.allowed ? { kind: "accepted" } : { kind: "too-many", retryAfter: row.retry_after };
    });
  } catch (error) {
    if (retries > 0 && isRetryable(error)) return insertSignatures(pool, group, retries - 1);
    throw error;
  }
}

function parameters(group: NewSignature[]): unknown[] {
  const column = <K extends keyof NewSignature>(key: K) => group.map((signature) => signature[key]);
  const moments = (key: "requestedAt" | "expiresAt" | "sendAfter") =>
    group.map((signature) => signature[key].toISOString());
  return [
    column("id"),
    column("petitionId"),
    column("versionId"),
    column("display"),
    column("country"),
    column("locale"),
    column("source"),
    column("forgetMe"),
    column("updates"),
    column("nameEnc"),
    column("emailEnc"),
    column("reasonEnc"),
    column("emailHash"),
    column("nameHash"),
    column("mailAddressEnc"),
    column("mailAddressHash"),
    column("network"),
    moments("requestedAt"),
    moments("expiresAt"),
    randomUUID(),
    `${NETWORK_WINDOW} milliseconds`,
    NETWORK_SIGNATURES,
    `${MAIL_AGAIN_AFTER} milliseconds`,
    moments("sendAfter"),
  ];
}
