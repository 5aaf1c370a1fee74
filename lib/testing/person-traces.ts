import type pg from "pg";
import { keyedHash, sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { readAddress } from "@/lib/mail/address";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import { suppressionHashes } from "@/lib/mail/suppression";
import { readRows, readSealed } from "./database-reader";

export type Person = { name: string; email: string; reason: string };

/**
 * Where a person still is in a test's database: in clear, sealed, or as a hash. Takes it, the moment of the test, the
 * person, and the key of the petition's hashes.
 */
export async function personTraces(
  { pool, keys }: { pool: pg.Pool; keys: KeyRing },
  now: Date,
  { name, email, reason }: Person,
  hashKey: Buffer,
): Promise<string[]> {
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
  const plain = (await readRows(pool)).flatMap(({ table, row }) => [
    ...texts
      .filter((text) => row.includes(JSON.stringify(text).slice(1, -1)))
      .map(() => `${table}: in clear`),
    ...Object.entries(bytes)
      .filter(([, value]) => row.includes(value.toString("hex")))
      .map(([what]) => `${table}: ${what}`),
  ]);
  const sealed = (await readSealed(pool, keys))
    .filter(({ text: opened }) => texts.some((text) => opened.includes(text)))
    .map(({ table, column }) => `public.${table}: sealed ${column}`);
  return [...new Set([...plain, ...sealed])].sort();
}
