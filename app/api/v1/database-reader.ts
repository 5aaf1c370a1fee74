import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyPurpose, KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";
import { canonical, type PlantedPerson } from "./planted-people";

/** Every row of every table, as text; what is sealed or hashed as hexadecimal digits. */
export async function everything(from: pg.Pool): Promise<string> {
  const { rows: tables } = await from.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await from.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join("\n");
}

/** What a reader with database and secret can open. */
export async function opened(from: pg.Pool, ring: KeyRing): Promise<string> {
  const texts: string[] = [];
  for (const { table, key, columns } of SEALED_TABLES)
    for (const { column, purpose, context } of columns) {
      const { rows } = await from.query<{ key: string; sealed: Buffer }>(
        `SELECT ${key.column}::text AS key, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
      );
      for (const row of rows)
        texts.push(
          unseal(ring, purpose, typeof context === "string" ? context : context(row.key), row.sealed),
        );
    }
  return texts.join("\n");
}

const PURPOSES: KeyPurpose[] = [
  "personal-fields",
  "mail-fields",
  "petition-keys",
  "mail-address-hash",
  "sealed-keys",
  "source-documents",
  "account-fields",
  "account-hash",
  "token",
  "internal-header",
  "network-hash",
  "proof-of-work",
  "sign-in",
];

/** Who a reader with database and secret can tell to have signed, by hashing guessed addresses under every key there is. */
export async function guessedIn(from: pg.Pool, ring: KeyRing, among: PlantedPerson[]): Promise<string[]> {
  const text = await everything(from);
  const known = new Set((text.match(/(?<=\\\\x)[0-9a-f]{32}/g) ?? []).map(String));
  const sealed = (await opened(from, ring)).split("\n").filter((line) => /^[A-Za-z0-9+/]{43}=$/.test(line));
  const available = [
    ...PURPOSES.map((purpose) => ring.of(purpose)),
    ...sealed.map((line) => Buffer.from(line, "base64")),
  ];
  return among
    .filter(({ email }) =>
      available.some((key) =>
        [canonical(email), `email:${canonical(email)}`].some((value) =>
          known.has(keyedHash(key, value).subarray(0, 16).toString("hex")),
        ),
      ),
    )
    .map(({ kind, email }) => `${kind} ${email}`);
}
