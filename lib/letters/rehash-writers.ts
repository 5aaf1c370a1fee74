import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { readAddress } from "@/lib/mail/address";
import { openField } from "./sealed-letter";
import { writerHash } from "./writer-hash";

/**
 * Puts every letter under its writer's hash of today's secret, from the sealed address, so that limits go on counting.
 * Sketches of likeness stay as they are: for a week letters of before and after are not compared. Repeating it changes
 * nothing. Returns how many were moved.
 */
export async function rehashWriters(pool: pg.Pool, keys: KeyRing): Promise<number> {
  const { rows } = await pool.query<{ id: string; email_enc: Buffer; email_hash: Buffer }>(
    "SELECT id, email_enc, email_hash FROM letter WHERE email_enc IS NOT NULL AND email_hash IS NOT NULL",
  );
  let moved = 0;
  for (const { id, email_enc, email_hash } of rows) {
    const read = readAddress(openField(keys, "email", email_enc));
    // No door takes such an address any more (it was written before, or its domain is listed since): no limit needs it.
    if (!read.ok) continue;
    const hash = writerHash(keys, read.address);
    if (hash.equals(email_hash)) continue;
    const { rowCount } = await pool.query(
      "UPDATE letter SET email_hash = $2 WHERE id = $1 AND email_hash = $3",
      [id, hash, email_hash],
    );
    moved += rowCount ?? 0;
  }
  return moved;
}
