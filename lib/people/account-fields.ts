import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import type { Db } from "@/lib/db/prisma";

/** The hash by which an account is found; takes a canonical address (lib/mail/address.ts). */
export function accountHash(keys: KeyRing, canonical: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(keyedHash(keys.of("account-hash"), canonical));
}

/**
 * The account of a canonical address, or null. While APP_SECRET is being changed it may still stand under the former
 * secret's hash; then it is moved under the new one, so that nobody gets a second account.
 */
export async function findAccount(db: Db, keys: KeyRing, canonical: string) {
  const emailHash = accountHash(keys, canonical);
  const found = await db.account.findUnique({ where: { emailHash } });
  if (found || !keys.former) return found;
  const former = accountHash(keys.former, canonical);
  await db.account.updateMany({ where: { emailHash: former }, data: { emailHash } });
  return await db.account.findUnique({ where: { emailHash } });
}

export function sealAccountAddress(keys: KeyRing, deliverable: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(seal(keys, "account-fields", "account.email", deliverable));
}

export function openAccountAddress(keys: KeyRing, sealed: Uint8Array): string {
  return unseal(keys, "account-fields", "account.email", sealed);
}
