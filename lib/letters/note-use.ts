import { randomUUID } from "node:crypto";
import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { DAY } from "@/lib/time/durations";
import { SAME_OFFICE_AFTER } from "./limits";

type Context = { keys: KeyRing; now: Date };
/** A letter's writer, by the hash of their mailbox (writer-hash.ts), its office, and the address that it is mailed to. */
type Use = { email_hash: Buffer; target_id: string; office: string | null };

/**
 * Keeps for the limits per writer that a letter was confirmed which is erased now: else whoever erases begins anew, and one
 * mailbox has an office's whole pace. Under a hash of its own, which leads to no letter and to none of the other offices.
 */
export async function noteUse(
  client: pg.PoolClient,
  { keys, now }: Context,
  letter: Use & { confirmed_at: Date },
): Promise<void> {
  if (letter.confirmed_at <= new Date(now.getTime() - SAME_OFFICE_AFTER)) return;
  const { writer, offices } = hashesOf(keys, letter);
  for (const hash of [writer, ...offices])
    await client.query(
      "INSERT INTO letter_writer_use (id, hash, day) VALUES ($1, $2, ($3::timestamptz AT TIME ZONE 'UTC')::date)",
      [randomUUID(), hash, letter.confirmed_at],
    );
}

/** After a change of the secret these are not found any more: fourteen days later nothing is left of them anyway. */
function hashesOf(keys: KeyRing, { email_hash, target_id, office }: Use) {
  const of = (where: string) =>
    keyedHash(keys.of("letter-writer"), `use ${email_hash.toString("hex")} ${where}`);
  return { writer: of(""), offices: [target_id, office].flatMap((where) => (where ? [of(where)] : [])) };
}

/**
 * What a writer's erased letters count: `lately` those of a day, `sameOffice` whether there was one to this office within
 * SAME_OFFICE_AFTER. Of each only its day is known, which counts whole.
 */
export async function erasedUses(
  client: pg.PoolClient,
  { keys, now }: Context,
  letter: Use,
): Promise<{ lately: number; sameOffice: boolean }> {
  const { writer, offices } = hashesOf(keys, letter);
  const { rows } = await client.query<{ lately: number; sameOffice: boolean }>(
    `SELECT count(*) FILTER (WHERE hash = $1 AND day >= ($3::timestamptz AT TIME ZONE 'UTC')::date)::int AS lately,
       coalesce(bool_or(hash = ANY ($2) AND day >= ($4::timestamptz AT TIME ZONE 'UTC')::date), false) AS "sameOffice"
     FROM letter_writer_use WHERE hash = $1 OR hash = ANY ($2)`,
    [writer, offices, new Date(now.getTime() - DAY), new Date(now.getTime() - SAME_OFFICE_AFTER)],
  );
  return rows[0] ?? { lately: 0, sameOffice: false };
}

/** Deletes those that count for nothing any more. Returns how many. */
export async function forgetUses(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    "DELETE FROM letter_writer_use WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date",
    [new Date(now.getTime() - SAME_OFFICE_AFTER)],
  );
  return rowCount ?? 0;
}
