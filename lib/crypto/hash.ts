import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";

/** Keys made ready once: making them ready costs as much as the hash. */
const ready = new WeakMap<Uint8Array, KeyObject>();

function readyKey(key: Uint8Array): KeyObject {
  const known = ready.get(key) ?? createSecretKey(key);
  ready.set(key, known);
  return known;
}

/** Keyed hash (HMAC-SHA-256, RFC 2104) by which equal values are found without being stored. 32 bytes. */
export function keyedHash(key: Uint8Array, value: string): Buffer {
  return createHmac("sha256", readyKey(key)).update(value, "utf8").digest();
}

/** SHA-256 of bytes or text. For values that are random already (tokens, codes) or public (texts). */
export function sha256(value: string | Uint8Array): Buffer {
  return createHash("sha256").update(value).digest();
}

/** A code a person can copy by hand: 16 characters of Crockford's base32 (80 bits), in groups of four. */
export function readableCode(): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const letters = Array.from(randomBytes(16), (byte) => alphabet[byte % 32]);
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** What a person typed, as `readableCode` wrote it: case, spaces and look-alikes (I L O) do not matter. */
export function normalizeCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/[IL]/g, "1")
    .replace(/O/g, "0");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}
