import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Address } from "@/lib/mail/address";
import { mailboxName } from "@/lib/mail/mailbox-hash";

/**
 * The hash by which letters of one mailbox are counted as one writer's: for limits, turns, and likeness to others. At some
 * providers spellings that it takes for one are two people's, so what is shown or mailed of a letter asks `isWriter` too. A
 * key of its own, so that letters join neither signatures nor mails. 32 bytes.
 */
export function writerHash(keys: KeyRing, address: Address): Buffer {
  return keyedHash(keys.of("letter-writer"), mailboxName(address));
}

/** The same and, while APP_SECRET is being changed, that under the former one. */
export function writerHashes(keys: KeyRing, address: Address): Buffer[] {
  return [keys, keys.former].flatMap((ring) => (ring ? [writerHash(ring, address)] : []));
}
