import { sha256 } from "@/lib/crypto/hash";
import type { PetitionBody } from "./types";

/** What a signer reads: the fields, and no others, that the digest is made of. */
export type SignedText = {
  petition: string;
  number: number;
  locale: string;
  title: string;
  addressee: string;
  body: PetitionBody;
};

/**
 * What a signature is bound to: SHA-256 of the text in the JSON Canonicalization Scheme (RFC 8785), 64 hex digits.
 * Anyone can recompute it from the public answer with an RFC 8785 library of any language.
 */
export function digestVersion({ petition, number, locale, title, addressee, body }: SignedText): string {
  return sha256(canonicalJson({ petition, number, locale, title, addressee, body })).toString("hex");
}

/** RFC 8785: no spaces, members by UTF-16 code units; its strings and numbers are those of ECMAScript. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}
