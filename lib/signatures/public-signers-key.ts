import { createCipheriv, createDecipheriv } from "node:crypto";
import { keyedHash, sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { DAY } from "@/lib/time/durations";

/** Where a page of the list of signers ended. */
export type ListPlace = { day: string; position: number };

const CHECK = 8;
/** One block is one key: encrypting it is a permutation, so that equal places have equal keys and answers keep their ETag. */
const CIPHER = "aes-256-ecb";

/**
 * The key to go on after: batch, position and petition in one encrypted block (22 characters, base64url), so that no
 * position, and so no gap between two, is ever told.
 */
export function placeKey(keys: KeyRing, petitionId: string, { day, position }: ListPlace): string {
  const block = Buffer.alloc(16);
  block.writeUInt32BE(Date.parse(day) / DAY, 0);
  block.writeUInt32BE(position, 4);
  check(petitionId).copy(block, 8);
  const cipher = createCipheriv(CIPHER, blockKey(keys), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]).toString("base64url");
}

/** Reads a key issued under this secret or the former, for this petition; null for anything else. */
export function readPlaceKey(keys: KeyRing, petitionId: string, key: string): ListPlace | null {
  const sealed = Buffer.from(key, "base64url");
  if (sealed.length !== 16 || sealed.toString("base64url") !== key) return null;
  const rings = keys.former ? [keys, keys.former] : [keys];
  for (const ring of rings) {
    const decipher = createDecipheriv(CIPHER, blockKey(ring), null).setAutoPadding(false);
    const block = Buffer.concat([decipher.update(sealed), decipher.final()]);
    if (!block.subarray(8).equals(check(petitionId))) continue;
    const day = new Date(block.readUInt32BE(0) * DAY).toISOString().slice(0, 10);
    return { day, position: block.readUInt32BE(4) };
  }
  return null;
}

function blockKey(keys: KeyRing): Buffer {
  return keyedHash(keys.of("token"), "place in a list of signers");
}

function check(petitionId: string): Buffer {
  return sha256(petitionId).subarray(0, CHECK);
}
