import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";

/** The hash by which an account is found; takes a canonical address (lib/mail/address.ts). */
export function accountHash(keys: KeyRing, canonical: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(keyedHash(keys.of("account-hash"), canonical));
}

export function sealAccountAddress(keys: KeyRing, deliverable: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(seal(keys, "account-fields", "account.email", deliverable));
}

export function openAccountAddress(keys: KeyRing, sealed: Uint8Array): string {
  return unseal(keys, "account-fields", "account.email", sealed);
}
