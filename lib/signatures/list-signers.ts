import { randomInt } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { DAY } from "@/lib/time/durations";
import { MAY_BE_SHOWN } from "./public-signers";
import { shownName } from "./shown-name";
import { SHOWN_DISPLAYS, type ShownDisplay } from "./states";

/** PostgreSQL advisory lock of the daily listing: one batch at a time, across all workers. */
const LISTING_LOCK = 0x76_69_67_04;
/** Positions grow by a random step, so that most who left leave no gap to see; no position is ever told (public-signers-key.ts). */
const LARGEST_STEP = 1_000;
/** Names opened and sorted in one batch; whoever is over it is listed the next day. */
const LARGEST_BATCH = 20_000;

type Candidate = { id: string; display: ShownDisplay; name_enc: Buffer };
export type ListingResult = { ran: boolean; listed: number };

/**
 * Puts everyone who chose to be shown, was confirmed before this UTC day and is not listed yet into the petition's
 * batch of this day, by the alphabet of what is shown (Unicode's root collation), so that order and day tell nothing
 * of when anyone signed; then counts each list once for the day. A petition has one batch a day; a second call on the day does nothing. Nor does one on a
 * Monday whose release is written: by the day of listing, release-figures.ts knows who was shown then. Takes a pool, the
 * keys that open names, and now. Returns how many were listed; ran = false where another worker is listing.
 */
export function listSigners(pool: pg.Pool, keys: KeyRing, now: Date): Promise<ListingResult> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS locked",
      [LISTING_LOCK],
    );
    if (!rows[0]?.locked) return { ran: false, listed: 0 };
    const day = new Date(Math.floor(now.getTime() / DAY) * DAY);
    let listed = 0;
    const petitions = await petitionsToList(client, day);
    for (const petitionId of petitions) listed += await listBatch(client, keys, petitionId, day);
    await keepCounts(client, day, petitions);
    return { ran: true, listed };
  });
}

/**
 * Takes one signature off the list at once: for withdrawal, removal, erasure and every change of display, in the
 * transaction that does it. Takes the transaction's connection. Whoever still chooses to be shown is listed anew
 * with the next day's batch, under what is shown then.
 */
export async function unlistSigner(client: pg.ClientBase, signatureId: string): Promise<void> {
  await client.query("DELETE FROM public_signer WHERE signature_id = $1", [signatureId]);
}

/** Confirmed, chose to be shown, has a name, entered the count before the day, and is not in the list. */
const UNLISTED = `
  FROM signature s WHERE s.state = 'confirmed' AND s.display = ANY ($2) AND NOT s.forget_me AND s.name_enc IS NOT NULL
    AND s.counted_at < $1 AND NOT EXISTS (SELECT 1 FROM public_signer l WHERE l.signature_id = s.id)`;

async function petitionsToList(client: pg.PoolClient, day: Date): Promise<string[]> {
  const { rows } = await client.query<{ petition_id: string }>(
    `SELECT DISTINCT s.petition_id ${UNLISTED}
       AND NOT EXISTS (SELECT 1 FROM public_signer b WHERE b.petition_id = s.petition_id AND b.day = $3)
       AND NOT EXISTS (SELECT 1 FROM figure_release r WHERE r.petition_id = s.petition_id AND r.week = $3::date - 7)`,
    [day, SHOWN_DISPLAYS, utcDay(day)],
  );
  return rows.map((row) => row.petition_id);
}

/** Rows are locked, so that whoever leaves meanwhile waits, and takes the finished entry off again. */
async function listBatch(client: pg.PoolClient, keys: KeyRing, petitionId: string, day: Date) {
  const { rows } = await client.query<Candidate>(
    `SELECT s.id, s.display, s.name_enc ${UNLISTED} AND s.petition_id = $3 ORDER BY s.id LIMIT $4 FOR SHARE OF s`,
    [day, SHOWN_DISPLAYS, petitionId, LARGEST_BATCH],
  );
  const sorted = byAlphabet(keys, rows);
  let position = 0;
  const positions = sorted.map(() => {
    position += 1 + randomInt(LARGEST_STEP);
    return position;
  });
  await client.query(
    `INSERT INTO public_signer (signature_id, petition_id, day, position, display)
     SELECT entry.id, $1, $2, entry.position, entry.display FROM unnest($3::uuid[], $4::int[], $5::text[]) AS entry(id, position, display)
     ON CONFLICT DO NOTHING`,
    [petitionId, utcDay(day), sorted.map(({ id }) => id), positions, sorted.map(({ display }) => display)],
  );
  return sorted.length;
}

/** Counting costs with the length of a list, so no reader does it. The number is the day's, whoever leaves later on it. */
async function keepCounts(client: pg.PoolClient, day: Date, listedNow: string[]): Promise<void> {
  await client.query(
    `UPDATE petition_count c SET listed_on = $1,
       listed = (SELECT count(*) FROM public_signer l JOIN signature s ON ${MAY_BE_SHOWN} WHERE l.petition_id = c.petition_id)
     WHERE c.listed_on IS NULL OR c.listed_on < $1 OR c.petition_id = ANY ($2)`,
    [utcDay(day), listedNow],
  );
}

/** By what is shown, not by the name behind initials; equal ones by random id. */
function byAlphabet(keys: KeyRing, rows: Candidate[]): Candidate[] {
  const { compare } = new Intl.Collator("und");
  return rows
    .map((row) => ({
      row,
      shown: shownName(row.display, unseal(keys, "personal-fields", "signature.name", row.name_enc)),
    }))
    .sort((a, b) => compare(a.shown, b.shown) || compare(a.row.id, b.row.id))
    .map(({ row }) => row);
}

/** A date without the driver's local time zone. */
function utcDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}
