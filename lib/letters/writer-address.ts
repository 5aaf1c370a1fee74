import type { KeyRing } from "@/lib/crypto/keys";
import { UnsealError } from "@/lib/crypto/seal";
import { log } from "@/lib/logging/log";
import { type Address, readAddress } from "@/lib/mail/address";
import { openField } from "./sealed-letter";

type Sealed = { id: string; email_enc: Buffer | null };

/** Whether a letter was written with this very mailbox, not with another that `writerHash` counts as the same. */
export function isWriter(keys: KeyRing, letter: Sealed, canonical: string): boolean {
  return writerAddress(keys, letter)?.canonical === canonical;
}

/**
 * The address of a letter's writer. Null once it is forgotten, and, which is logged, where it is none to mail to by now (its
 * domain is listed as throw-away since, or it was sealed under a lost secret): one letter must not stop the others' batch.
 */
export function writerAddress(keys: KeyRing, { id, email_enc }: Sealed): Address | null {
  if (!email_enc) return null;
  const read = open(keys, email_enc);
  if (read.ok) return read.address;
  log().warn({ letter: id, problem: read.problem }, "the writer of a letter cannot be mailed to");
  return null;
}

function open(
  keys: KeyRing,
  sealed: Buffer,
): ReturnType<typeof readAddress> | { ok: false; problem: string } {
  try {
    return readAddress(openField(keys, "email", sealed));
  } catch (error) {
    if (error instanceof UnsealError) return { ok: false, problem: "sealed" };
    throw error;
  }
}
