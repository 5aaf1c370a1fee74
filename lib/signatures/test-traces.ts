import type pg from "pg";
import { keyedHash, sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { UnsealError, unseal } from "@/lib/crypto/seal";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";
import { readAddress } from "@/lib/mail/address";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import { suppressionHashes } from "@/lib/mail/suppression";

export type Person = { name: string; email: string; reason: string };

/** Looks for a person in everything that a test's database holds. Takes it, and the moment of the test. */
export function testTraces({ pool, keys }: { pool: pg.Pool; keys: KeyRing }, now: Date) {
  /** Every value of every table: texts as they are, bytes as hex. */
  async function everything(): Promise<{ table: string; row: string }[]> {
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
    );
    const found: { table: string; row: string }[] = [];
    for (const { name } of tables) {
      const { rows } = await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
      found.push(...rows.map(({ row }) => ({ table: name, row })));
    }
    return found;
  }

  /** Where a person still is: in clear, sealed, or as a hash. `places`: hashes that keep a mailbox's place. */
  async function traces({ name, email, reason }: Person, hashKey: Buffer): Promise<string[]> {
    const read = readAddress(email);
    if (!read.ok) throw new Error(read.problem);
    const { exact, mailbox } = await suppressionHashes(pool, keys, email, now);
    const texts = [name, email, reason, email.split("+")[0] ?? ""];
    const bytes: Record<string, Buffer> = {
      mailbox: mailboxHash(keys, read.address),
      exact,
      suppressed: mailbox,
      plain: sha256(email),
      place: keyedHash(hashKey, `email:${read.address.canonical}`),
      ...Object.fromEntries(texts.map((text, index) => [`text ${index}`, Buffer.from(text)])),
    };
    const found = (await everything()).flatMap(({ table, row }) => [
      ...texts
        .filter((text) => row.includes(JSON.stringify(text).slice(1, -1)))
        .map(() => `${table}: in clear`),
      ...Object.entries(bytes)
        .filter(([, value]) => row.includes(value.toString("hex")))
        .map(([what]) => `${table}: ${what}`),
    ]);
    return [...new Set([...found, ...(await sealedTraces(texts))])].sort();
  }

  async function sealedTraces(texts: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const { table, key, columns } of SEALED_TABLES) {
      for (const { column, purpose, context } of columns) {
        const { rows } = await pool.query<{ key: string; value: Buffer }>(
          `SELECT ${key.column}::text AS key, ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`,
        );
        for (const row of rows) {
          const plain = opened(purpose, typeof context === "string" ? context : context(row.key), row.value);
          if (texts.some((text) => plain.includes(text))) found.push(`public.${table}: sealed ${column}`);
        }
      }
    }
    return found;
  }

  function opened(purpose: Parameters<typeof unseal>[1], context: string, value: Buffer): string {
    try {
      return unseal(keys, purpose, context, value);
    } catch (error) {
      if (error instanceof UnsealError) return "";
      throw error;
    }
  }

  return { everything, traces };
}
