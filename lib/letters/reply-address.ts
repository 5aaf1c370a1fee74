import { createHmac } from "node:crypto";
import { sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";

/** RFC 4648 base32 in small letters: mail servers may change the case of a local part, and none of these is lost by it. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
/** 130 bits. */
const TOKEN_LENGTH = 26;
const TOKEN = new RegExp(`^reply\\+([${ALPHABET}]{${TOKEN_LENGTH}})$`);

/** What stands in a letter's relay address: known only to who reads the letter, and the same however often it is made. */
export function replyToken(keys: KeyRing, letterId: string): string {
  const mac = createHmac("sha256", keys.of("letter-reply")).update(letterId).digest();
  let bits = 0n;
  for (const byte of mac) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from({ length: TOKEN_LENGTH }, (_, index) => {
    const shift = BigInt(mac.length * 8 - 5 * (index + 1));
    return ALPHABET[Number((bits >> shift) & 31n)];
  });
  return letters.join("");
}

/** The hash under which `letter.reply_tag_hash` keeps a token; the token itself is stored nowhere. */
export function replyTagHash(token: string): Buffer {
  return sha256(`reply ${token}`);
}

/** The address to which an office answers a letter. Takes the letter's id and the domain that takes mail in (replyDomain). */
export function replyAddress(keys: KeyRing, letterId: string, domain: string): string {
  return `reply+${replyToken(keys, letterId)}@${domain}`;
}

/**
 * The token in an address of a relay. Takes the address as a mail names it, alone or as `Name <address>`, in any case,
 * and the domain. Returns null for every other address.
 */
export function readReplyAddress(written: string, domain: string): string | null {
  const bare = (/<([^<>]*)>\s*$/.exec(written)?.[1] ?? written).trim().toLowerCase();
  const at = bare.lastIndexOf("@");
  if (bare.slice(at + 1) !== domain.toLowerCase()) return null;
  return TOKEN.exec(bare.slice(0, at))?.[1] ?? null;
}
