import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";

type Queryable = Pick<pg.Pool, "query">;

/**
 * Keys of a former APP_SECRET that outlive it, sealed under the new one: that of the mail limits, so that nobody gets
 * three more mails because the secret changed, and that of tokens, read for "never mail me" only, whose links in old
 * mails must work for good.
 */
export const FORMER_PURPOSES = ["mail-address-hash", "token"] as const;
export type FormerPurpose = (typeof FORMER_PURPOSES)[number];

/** Keeps both keys of `keys.former`. Takes the connection of the transaction that begins the change. */
export async function keepFormerKeys(client: Queryable, keys: KeyRing, now: Date): Promise<void> {
  const { former } = keys;
  if (!former) return;
  for (const purpose of FORMER_PURPOSES) {
    const name = `former:${purpose}:${former.id.toString("hex")}`;
    const sealed = seal(keys, "sealed-keys", `sealed_key.${name}`, former.of(purpose).toString("base64"));
    await client.query(
      "INSERT INTO sealed_key (purpose, key_enc, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [name, sealed, now],
    );
  }
}

/** The kept keys of a purpose, newest first; none on an installation whose secret never changed. */
export async function formerKeys(
  database: Queryable,
  keys: KeyRing,
  purpose: FormerPurpose,
): Promise<Buffer[]> {
  const { rows } = await database.query<{ purpose: string; key_enc: Buffer }>(
    "SELECT purpose, key_enc FROM sealed_key WHERE purpose LIKE $1 ORDER BY created_at DESC",
    [`former:${purpose}:%`],
  );
  return rows.map((row) =>
    Buffer.from(unseal(keys, "sealed-keys", `sealed_key.${row.purpose}`, row.key_enc), "base64"),
  );
}

/** Forgets former keys of the mail limits that no limit can need any more. Returns how many. */
export async function forgetFormerMailKeys(database: Queryable, before: Date): Promise<number> {
  const { rowCount } = await database.query(
    "DELETE FROM sealed_key WHERE purpose LIKE 'former:mail-address-hash:%' AND created_at < $1",
    [before],
  );
  return rowCount ?? 0;
}
