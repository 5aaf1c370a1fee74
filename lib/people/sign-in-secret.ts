import { createHash } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";

/** next-auth's own secret, derived from APP_SECRET. */
export function signInSecret(keys: KeyRing): string {
  return keys.of("sign-in").toString("hex");
}

/** A link's token as next-auth looks it up: SHA-256 of token and secret, hex (next-auth 4, core/lib/utils hashToken). */
export function hashSignInToken(keys: KeyRing, token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    createHash("sha256")
      .update(`${token}${signInSecret(keys)}`)
      .digest(),
  );
}
