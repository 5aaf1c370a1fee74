import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { type Address, readAddress } from "./address";

/**
 * One mailbox has its name at all of these, with dots, hyphens and underlines as one likes
 * (proton.me/support/change-username).
 */
const PROTON = ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"];
/**
 * Its owner may also be named before the domain: anything@ana.fastmail.com (fastmail.help, "Plus addressing and
 * subdomain addressing").
 */
const FASTMAIL = /^(?:.+\.)?([^.]+)\.(fastmail\.(?:com\.au|co\.uk|[a-z]{2,3}))$/;

/**
 * What limits and "never mail me" take for one mailbox, for all petitions. Stricter than the canonical address: what
 * follows a plus is cut at every provider, for most deliver it to the same person, and a limit that a stranger
 * evades with tags, or with other spellings that a provider delivers alike, protects nobody.
 */
export function mailboxName(address: Address): string {
  const at = address.canonical.lastIndexOf("@");
  const local = address.canonical.slice(0, at).replace(/(?<=.)\+.*$/, "");
  const domain = address.canonical.slice(at + 1);
  if (PROTON.includes(domain)) return `${local.replace(/[._-]/g, "")}@${PROTON[0]}`;
  const [, owner = local, home = domain] = FASTMAIL.exec(domain) ?? [];
  return `${owner}@${home}`;
}

/** The hash under which mails to a mailbox are limited. 32 bytes. */
export function mailboxHash(keys: KeyRing, address: Address): Buffer {
  return keyedHash(keys.of("mail-address-hash"), mailboxName(address));
}

/**
 * Every hash under which mails to an address may stand in the outbox, today's first: a change of APP_SECRET must not
 * forget what was sent. Takes the address as it is mailed to, the hash its row has, and the kept keys of former secrets.
 */
export function mailboxHashes(
  keys: KeyRing,
  former: Buffer[],
  to: string,
  stored: Buffer,
): [Buffer, ...Buffer[]] {
  const read = former.length > 0 ? readAddress(to) : null;
  if (!read?.ok) return [stored];
  const name = mailboxName(read.address);
  const today = keyedHash(keys.of("mail-address-hash"), name);
  const others = [...former.map((key) => keyedHash(key, name)), stored].filter((hash) => !hash.equals(today));
  return [today, ...new Map(others.map((hash) => [hash.toString("hex"), hash])).values()];
}
