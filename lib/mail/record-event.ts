import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { EVENTS_KEPT } from "./limits";
import { COUNTED_KINDS, type EventKind, type ReceivedEvent } from "./read-event";
import { type SuppressionHashes, suppressionHasher } from "./suppression";

/** Kinds that say whether an address can be mailed; of the others the receiver does not matter. */
const OF_ADDRESS: readonly EventKind[] = [
  "delivered",
  ...COUNTED_KINDS,
  "suppressed",
  "bounced",
  "complained",
];

/**
 * Writes events down, committed, before anything is made of them: the mail one is about may not know its provider's
 * id yet (applyEvents). Addresses themselves are not kept. Returns for each, in order, false where this very delivery
 * came before, which changes nothing; the provider's own repetition of it, signed anew, is true again.
 */
export async function recordEvents(
  pool: pg.Pool,
  keys: KeyRing,
  events: ReceivedEvent[],
  now: Date,
): Promise<boolean[]> {
  const hashOf = await suppressionHasher(pool, keys, now);
  const isNew = new Map<ReceivedEvent, boolean>();
  let rest = events;
  while (rest.length > 0) {
    // One statement cannot write a row twice, so deliveries of one message go one after the other.
    const round = [...new Map(rest.toReversed().map((event) => [event.id, event])).values()];
    const written = await insertEvents(pool, round, hashOf, now);
    for (const event of round) isNew.set(event, written.has(event.id));
    rest = rest.filter((event) => !isNew.has(event));
  }
  return events.map((event) => isNew.get(event) === true);
}

/** In one order of ids, so that two who write the same messages at once do not wait for each other. */
async function insertEvents(
  pool: pg.Pool,
  events: ReceivedEvent[],
  hashOf: (to: string) => SuppressionHashes,
  now: Date,
): Promise<Set<string>> {
  const hashes = events.map(({ kind, to }) => (to !== null && OF_ADDRESS.includes(kind) ? hashOf(to) : null));
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO mail_event AS e (id, signed_at, received_at, provider_id, kind, at, address_hash, mailbox_hash)
     SELECT id, signed_at, $8, provider_id, kind, at, address_hash, mailbox_hash
     FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::timestamptz[], $6::bytea[], $7::bytea[])
       AS o(id, signed_at, provider_id, kind, at, address_hash, mailbox_hash) ORDER BY id
     ON CONFLICT (id) DO UPDATE SET signed_at = excluded.signed_at WHERE e.signed_at < excluded.signed_at
     RETURNING e.id`,
    [
      events.map(({ id }) => id),
      events.map(({ signedAt }) => signedAt),
      events.map(({ providerId }) => providerId),
      events.map(({ kind }) => kind),
      events.map(({ at }) => at),
      hashes.map((pair) => pair?.exact ?? null),
      hashes.map((pair) => pair?.mailbox ?? null),
      now,
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Forgets events that can neither be repeated nor wait for their mail any more. Returns how many. */
export async function purgeEvents(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM mail_event WHERE received_at < $1", [
    new Date(now.getTime() - EVENTS_KEPT),
  ]);
  return rowCount ?? 0;
}
