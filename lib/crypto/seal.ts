import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { KeyPurpose, KeyRing } from "./keys";

const FORMAT = 1;
const HEADER = 1 + 4;
const IV = 12;
const TAG = 16;

/** A sealed value that cannot be opened: written under another secret, cut short or changed. */
export class UnsealError extends Error {
  override name = "UnsealError";
}

/**
 * Encrypts a personal field (AES-256-GCM, NIST SP 800-38D). Takes the text, the purpose whose key seals it and a
 * context such as "signature.email" that is authenticated with it, so that a value moved to another column does
 * not open. Returns format byte, key id (4), iv (12), ciphertext, tag (16).
 */
export function seal(keys: KeyRing, purpose: KeyPurpose, context: string, plain: string): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv("aes-256-gcm", keys.of(purpose), iv);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([
    Buffer.of(FORMAT),
    keys.id,
    iv,
    cipher.update(plain, "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

let ivs = Buffer.alloc(0);

/** Random bytes are fetched for many vectors at once, since each fetch costs as much as encrypting a name. None is used twice. */
function freshIv(): Buffer {
  if (ivs.length < IV) ivs = randomBytes(IV * 256);
  const iv = ivs.subarray(0, IV);
  ivs = ivs.subarray(IV);
  return iv;
}

/** Opens what `seal` made, with the same purpose and context, under this secret or the former. Throws `UnsealError` on anything else. */
export function unseal(keys: KeyRing, purpose: KeyPurpose, context: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEADER + IV + TAG || bytes[0] !== FORMAT) throw new UnsealError("not a sealed value");
  const id = bytes.subarray(1, HEADER);
  const ring = [keys, keys.former].find((known) => known?.id.equals(id));
  if (!ring) throw new UnsealError("sealed under another APP_SECRET");
  const decipher = createDecipheriv("aes-256-gcm", ring.of(purpose), bytes.subarray(HEADER, HEADER + IV));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return decipher.update(bytes.subarray(HEADER + IV, -TAG), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new UnsealError("sealed value was changed or belongs elsewhere", { cause });
  }
}
