import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";

/** What a random key of this installation is for. Values hashed under it are found again after a change of APP_SECRET. */
export type SealedKeyPurpose = "suppression";

type Queryable = Pick<pg.Pool, "query">;

/**
 * The random 32-byte key of a purpose, made at its first use and kept sealed under APP_SECRET, so that a dump of the
 * database does not hold it. Throws `UnsealError` under another secret.
 */
export async function sealedKey(
  database: Queryable,
  keys: KeyRing,
  purpose: SealedKeyPurpose,
  now: Date,
): Promise<Buffer> {
  const context = `sealed_key.${purpose}`;
  const fresh = seal(keys, "sealed-keys", context, randomBytes(32).toString("base64"));
  const { rows } = await database.query<{ key_enc: Buffer }>(
    `WITH made AS (INSERT INTO sealed_key (purpose, key_enc, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING key_enc)
     SELECT key_enc FROM sealed_key WHERE purpose = $1 UNION ALL SELECT key_enc FROM made`,
    [purpose, fresh, now],
  );
  // Where another process made it in this very moment, only the next statement sees its row.
  const found = rows[0] ?? (await readMade(database, purpose));
  return Buffer.from(unseal(keys, "sealed-keys", context, found.key_enc), "base64");
}

async function readMade(database: Queryable, purpose: SealedKeyPurpose): Promise<{ key_enc: Buffer }> {
  const { rows } = await database.query<{ key_enc: Buffer }>(
    "SELECT key_enc FROM sealed_key WHERE purpose = $1",
    [purpose],
  );
  if (!rows[0]) throw new Error(`the key "${purpose}" is neither there nor could it be made`);
  return rows[0];
}

/** Whether a key was ever made for a purpose. */
export async function hasSealedKey(database: Queryable, purpose: SealedKeyPurpose): Promise<boolean> {
  const { rowCount } = await database.query("SELECT FROM sealed_key WHERE purpose = $1", [purpose]);
  return rowCount === 1;
}
