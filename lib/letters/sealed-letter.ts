import { randomBytes } from "node:crypto";
import { z } from "zod";
import { sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";

const CONTEXT = "letter.body";
const body = z.object({
  text: z.string(),
  notes: z.array(z.string()),
  /** What of subject and text the template did not give. */
  own: z.string(),
  /** Keys of the claims that the notes give, in their order; none are known of letters that were sealed without. */
  claims: z.array(z.string()).default([]),
  /** Of its digest, hex; null for letters that were sealed without. */
  salt: z.string().nullable().default(null),
});
/** What is sealed of a letter's text as it leaves, with what is known of it. */
export type LetterBodyText = z.infer<typeof body>;

/**
 * A digest by which a writer can show that a letter is theirs, and by which nobody else can try names on it: the salt is
 * random and is destroyed with the text. SHA-256, hex, of the UTF-8 of the JSON array [salt, subject, text].
 */
export function saltedDigest(subject: string, text: string): { salt: string; digest: string } {
  const salt = randomBytes(16).toString("hex");
  return { salt, digest: sha256(JSON.stringify([salt, subject, text])).toString("hex") };
}

export function sealBody(keys: KeyRing, letter: z.input<typeof body>): Buffer {
  return seal(keys, "letter-fields", CONTEXT, JSON.stringify(letter));
}

/** Throws `UnsealError` for what was written under another secret. */
export function openBody(keys: KeyRing, sealed: Uint8Array): LetterBodyText {
  return body.parse(JSON.parse(unseal(keys, "letter-fields", CONTEXT, sealed)));
}

type SealedField = "name" | "email" | "subject";

/** Seals the writer's name, address or subject. */
export function sealField(keys: KeyRing, field: SealedField, plain: string): Buffer {
  return seal(keys, "letter-fields", `letter.${field}`, plain);
}

/** Opens the writer's name, address or subject. */
export function openField(keys: KeyRing, field: SealedField, sealed: Uint8Array): string {
  return unseal(keys, "letter-fields", `letter.${field}`, sealed);
}
