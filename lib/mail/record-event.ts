import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { EVENTS_KEPT } from "./limits";
import type { EventKind, ReceivedEvent } from "./read-event";
import { suppressionHashes } from "./suppression";

/** Kinds that say whether an address can be mailed; of the others the receiver does not matter. */
const OF_ADDRESS: readonly EventKind[] = ["delivered", "soft-bounced", "suppressed", "bounced", "complained"];

/**
 * Writes an event down, committed, before anything is made of it: the mail it is about may not know its provider's id
 * yet (applyEvents). The address itself is not kept. Returns false, and changes nothing, where this very delivery
 * came before; the provider's own repetition of it, signed anew, is true again.
 */
export async function recordEvent(
  pool: pg.Pool,
  keys: KeyRing,
  event: ReceivedEvent,
  now: Date,
): Promise<boolean> {
  const { id, signedAt, providerId, kind, at, to } = event;
  const hashes =
    to !== null && OF_ADDRESS.includes(kind) ? await suppressionHashes(pool, keys, to, now) : null;
  const { rowCount } = await pool.query(
    `INSERT INTO mail_event AS e (id, signed_at, received_at, provider_id, kind, at, address_hash, mailbox_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET signed_at = excluded.signed_at WHERE e.signed_at < excluded.signed_at`,
    [id, signedAt, now, providerId, kind, at, hashes?.exact ?? null, hashes?.mailbox ?? null],
  );
  return rowCount === 1;
}

/** Forgets events that can neither be repeated nor wait for their mail any more. Returns how many. */
export async function purgeEvents(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM mail_event WHERE received_at < $1", [
    new Date(now.getTime() - EVENTS_KEPT),
  ]);
  return rowCount ?? 0;
}
