import { createHash, hkdfSync } from "node:crypto";

/** Every purpose has a key of its own; one key used for two things would let one be turned against the other. */
export const KEY_PURPOSES = [
  "personal-fields",
  "mail-fields",
  "petition-keys",
  "mail-address-hash",
  "sealed-keys",
  "source-documents",
  "letter-fields",
  "letter-likeness",
  "letter-reply",
  "letter-writer",
  "account-fields",
  "account-hash",
  "token",
  "internal-header",
  "network-hash",
  "proof-of-work",
  "sign-in",
] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/**
 * Keys derived from APP_SECRET: `id` names the secret, `of` gives the 32-byte key of a purpose. `former` holds those of
 * APP_SECRET_OLD: what was sealed, hashed or issued under it is still read, nothing new is made under it.
 */
export type KeyRing = { id: Buffer; of(purpose: KeyPurpose): Buffer; former?: KeyRing };

/**
 * Derives the keys (HKDF-SHA-256, RFC 5869). Takes APP_SECRET as set by the operator and, while it is being replaced,
 * the one before. Returns a ring whose keys are cached. Refuses a secret under 32 characters.
 */
export function keyRing(secret: string, formerSecret?: string): KeyRing {
  if (secret.length < 32) throw new Error("APP_SECRET must have at least 32 characters");
  const cache = new Map<KeyPurpose, Buffer>();
  const derive = (info: string) => Buffer.from(hkdfSync("sha256", secret, "vigil/v1", info, 32));
  const id = createHash("sha256").update(derive("key-id")).digest().subarray(0, 4);
  return {
    id,
    of(purpose) {
      const known = cache.get(purpose) ?? derive(purpose);
      cache.set(purpose, known);
      return known;
    },
    ...(formerSecret === undefined ? {} : { former: keyRing(formerSecret) }),
  };
}
