import { keyRing } from "@/lib/crypto/keys";
import { openPool } from "@/lib/db/pool";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";

/**
 * Signs a petition for that many people, each from a network of their own, as the signing door does: each leaves a
 * pending signature and a confirmation mail that waits. Takes the database's address and the installation's secret.
 */
export async function signMany(
  databaseUrl: string,
  secret: string,
  { slug, people }: { slug: string; people: number },
): Promise<void> {
  const pool = openPool(databaseUrl);
  try {
    const context = { pool, keys: keyRing(secret), now: new Date() };
    const results = await Promise.all(
      Array.from({ length: people }, (_, index) =>
        signPetition(context, {
          slug,
          signing: person(index),
          peer: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
        }),
      ),
    );
    if (!results.every(({ ok }) => ok)) throw new Error("a sign-up was refused");
  } finally {
    await pool.end();
  }
}

/** The address of one of them. */
export function addressOf(index: number): string {
  return `person.${index}@example.org`;
}

function person(index: number) {
  const read = readSigning({ name: `Člověk ${index} 李`, email: addressOf(index), consent: "on" });
  if (!read.ok) throw new Error(Object.keys(read.errors).join());
  return read.signing;
}
