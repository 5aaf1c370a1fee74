import { z } from "zod";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";

const CONTEXT = "letter.body";
const body = z.object({ text: z.string(), notes: z.array(z.string()), own: z.string() });
/** What is sealed of a letter: the text as it leaves, its sources, and what of it the template did not give. */
export type LetterBodyText = z.infer<typeof body>;

export function sealBody(keys: KeyRing, letter: LetterBodyText): Buffer {
  return seal(keys, "letter-fields", CONTEXT, JSON.stringify(letter));
}

/** Throws `UnsealError` for what was written under another secret. */
export function openBody(keys: KeyRing, sealed: Uint8Array): LetterBodyText {
  return body.parse(JSON.parse(unseal(keys, "letter-fields", CONTEXT, sealed)));
}

/** Opens the writer's name, address or subject. */
export function openField(keys: KeyRing, field: "name" | "email" | "subject", sealed: Uint8Array): string {
  return unseal(keys, "letter-fields", `letter.${field}`, sealed);
}
