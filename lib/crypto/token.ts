import { createHmac, timingSafeEqual } from "node:crypto";
import type { KeyRing } from "./keys";

/** What a token lets its holder do. A token of one purpose is worthless for another. */
export type TokenPurpose = "confirm-signature" | "manage-signature" | "never-mail" | "own-letter";

const PURPOSE_BYTE: Record<TokenPurpose, number> = {
  "confirm-signature": 1,
  "manage-signature": 2,
  "never-mail": 3,
  "own-letter": 4,
};
const ID = 16;
const EXPIRY = 4;
const MAC = 16;
const LENGTH = 1 + ID + EXPIRY + MAC;

export type ReadToken = { id: string; expiresAt: Date };

/**
 * A link's token: purpose, the thing's id (a UUID), expiry (whole seconds) and a MAC; base64url, 50 characters.
 * It names what it acts on and holds nothing about a person.
 */
export function issueToken(keys: KeyRing, purpose: TokenPurpose, id: string, expiresAt: Date): string {
  const expiry = Buffer.alloc(EXPIRY);
  expiry.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000));
  const body = Buffer.concat([
    Buffer.of(PURPOSE_BYTE[purpose]),
    Buffer.from(id.replaceAll("-", ""), "hex"),
    expiry,
  ]);
  return Buffer.concat([body, mac(keys, body)]).toString("base64url");
}

/**
 * Reads a token, issued under this secret or the former, in constant time. Returns its id and expiry, also when that has passed (the caller tells "expired"
 * from "unknown"), or null for anything that this installation did not issue for this purpose.
 */
export function readToken(keys: KeyRing, purpose: TokenPurpose, token: string): ReadToken | null {
  if (!/^[A-Za-z0-9_-]{50}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== LENGTH || bytes[0] !== PURPOSE_BYTE[purpose] || bytes.toString("base64url") !== token)
    return null;
  const body = bytes.subarray(0, LENGTH - MAC);
  const rings = keys.former ? [keys, keys.former] : [keys];
  // Both are always compared, so that the time does not tell which.
  const matches = rings.filter((ring) => timingSafeEqual(mac(ring, body), bytes.subarray(LENGTH - MAC)));
  if (matches.length === 0) return null;
  const hex = body.subarray(1, 1 + ID).toString("hex");
  return {
    id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    expiresAt: new Date(body.readUInt32BE(1 + ID) * 1000),
  };
}

function mac(keys: KeyRing, body: Uint8Array): Buffer {
  return createHmac("sha256", keys.of("token")).update(body).digest().subarray(0, MAC);
}
