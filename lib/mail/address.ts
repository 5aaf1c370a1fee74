import { domainToASCII } from "node:url";
import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import isEmail from "validator/lib/isEmail.js";
import normalizeEmail from "validator/lib/normalizeEmail.js";

export type AddressProblem = "required" | "invalid" | "too-long" | "disposable";
export type Address = {
  /** What mail is sent to: as typed, the domain in ASCII (IDNA, UTS 46). */
  deliverable: string;
  /** What tells whether two people typed the same mailbox. Never mailed to. */
  canonical: string;
};

/** Made once: the library's own check builds the set anew at every call (1.3 ms). */
const disposableDomains = disposableEmailBlocklistSet();

/** RFC 5321, 4.5.3.1.3: a path holds 256 octets, two of them angle brackets. */
const LONGEST_ADDRESS = 254;

/** Normalising and IDNA cost more the longer the text: what cannot be an address is not looked at. */
const LONGEST_TYPED = 1_000;

/**
 * What never stands before the @ here: quotes with all that they may hide (RFC 5321, 4.1.2 allows even breaks and a second
 * address in them, and programs misread them), blanks, and what nobody sees.
 */
const TREACHEROUS = /["\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}()<>[\],:;\\@]/u;

/**
 * Reads an e-mail address as a person typed it. Returns where to deliver and the canonical form: case folded,
 * international domains in ASCII, dots and tags dropped where the provider ignores them (validator's rules).
 * Refuses with a code what is empty, too long, no address or one with quotes, or at a throw-away domain.
 */
export function readAddress(
  typed: string,
): { ok: true; address: Address } | { ok: false; problem: AddressProblem } {
  if (typed.length > LONGEST_TYPED) return { ok: false, problem: "too-long" };
  const trimmed = typed.normalize("NFC").trim();
  if (trimmed === "") return { ok: false, problem: "required" };
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = domainToASCII(trimmed.slice(at + 1));
  const deliverable = `${local}@${domain}`;
  if (Buffer.byteLength(deliverable) > LONGEST_ADDRESS) return { ok: false, problem: "too-long" };
  if (TREACHEROUS.test(local) || !isEmail(deliverable)) return { ok: false, problem: "invalid" };
  if (isDisposable(domain)) return { ok: false, problem: "disposable" };
  const canonical = normalizeEmail(deliverable);
  if (!canonical) return { ok: false, problem: "invalid" };
  return { ok: true, address: { deliverable, canonical } };
}

/** Throw-away services hand out subdomains too, so every parent is asked. */
function isDisposable(domain: string): boolean {
  const labels = domain.split(".");
  return labels.slice(0, -1).some((_, index) => disposableDomains.has(labels.slice(index).join(".")));
}
