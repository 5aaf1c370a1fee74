import { keyRing } from "@/lib/crypto/keys";
import { openPool } from "@/lib/db/pool";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";

const AT_ONCE = 256;

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
    let [next, refused] = [0, 0];
    const signing = async () => {
      for (let index = next++; index < people; index = next++) {
        const peer = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
        const { ok } = await signPetition(context, { slug, signing: person(index), peer });
        if (!ok) refused += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, signing));
    if (refused > 0) throw new Error(`${refused} sign-ups were refused`);
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
