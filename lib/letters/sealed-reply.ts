import { z } from "zod";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";

const TEXT = "letter_reply.text";
const SUBJECT = "letter_reply.subject";
const stored = z.object({ from: z.string().default(""), text: z.string() });

/** What an answer says: who a mail says it is from (empty where a writer tells of it), subject or gist, and text. */
export type ReplyText = { from: string; subject: string; text: string };
type Row = { subject_enc: Uint8Array | null; text_enc: Uint8Array | null };

/** Takes the words; what is empty is null in the row. */
export function sealReply(keys: KeyRing, { from, subject, text }: ReplyText): Row {
  const isTold = from === "" && text === "";
  return {
    subject_enc: subject === "" ? null : seal(keys, "letter-fields", SUBJECT, subject),
    text_enc: isTold ? null : seal(keys, "letter-fields", TEXT, JSON.stringify({ from, text })),
  };
}

/** Null where nothing is there (any more). Throws `UnsealError` for what was written under another secret. */
export function openReply(keys: KeyRing, { subject_enc, text_enc }: Row): ReplyText | null {
  if (!subject_enc && !text_enc) return null;
  const open = (context: string, sealed: Uint8Array) => unseal(keys, "letter-fields", context, sealed);
  const body = text_enc ? stored.parse(JSON.parse(open(TEXT, text_enc))) : { from: "", text: "" };
  return { ...body, subject: subject_enc ? open(SUBJECT, subject_enc) : "" };
}
