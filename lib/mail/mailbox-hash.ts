import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Address } from "./address";

/**
 * What limits and "never mail me" take for one mailbox, for all petitions. Stricter than the canonical address: what
 * follows a plus is cut at every provider, for most deliver it to the same person, and a limit that a stranger
 * evades with tags protects nobody.
 */
export function mailboxName(address: Address): string {
  const at = address.canonical.lastIndexOf("@");
  const local = address.canonical.slice(0, at).replace(/(?<=.)\+.*$/, "");
  return `${local}${address.canonical.slice(at)}`;
}

/** The hash under which mails to a mailbox are limited. 32 bytes. */
export function mailboxHash(keys: KeyRing, address: Address): Buffer {
  return keyedHash(keys.of("mail-address-hash"), mailboxName(address));
}
