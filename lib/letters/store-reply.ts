import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import type { IncomingMail } from "@/lib/mail/fetch-incoming";
import { forwardReply, type ReplyLetter } from "./forward-reply";
import type { QuarantinedFile } from "./keep-files";
import { noteLetter } from "./move-letter";
import { answersOf, SAID, whyNotKept } from "./quarantine-room";
import { FILES_PER_MAIL } from "./reply-limits";
import { sealReply } from "./sealed-reply";
import type { ReplyKind } from "./states";

type Reply = { id: string; provider_id: string; letter_id: string; target_id: string; kind: ReplyKind };
/** What was fetched of the mail. */
type Fetched = { mail: IncomingMail; files: readonly QuarantinedFile[] };
type Kept = {
  subject_enc: Uint8Array | null;
  text_enc: Uint8Array | null;
  files: Fetched["files"];
  note: string | null;
};

/**
 * Stores an answer to a letter, sealed, and writes the mail that forwards it, in one transaction. What a mail to several
 * letters says is kept once, with one of them. Returns false where another worker has stored it, or its letter was
 * erased meanwhile: then nothing of it stays.
 */
export async function storeReply(
  { pool, keys }: { pool: pg.Pool; keys: KeyRing },
  reply: Reply,
  fetched: Fetched,
  now: Date,
): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const letter = await lockLetter(client, reply.letter_id);
    if (!letter || letter.erased) {
      await client.query("DELETE FROM letter_reply WHERE id = $1", [reply.id]);
      return false;
    }
    const kept = await keepOf(client, keys, reply, fetched);
    if (!(await writeReply(client, reply, kept))) return false;
    for (const file of kept.files) await writeFile(client, keys, reply.id, file);
    const happened = { id: letter.id, kind: `reply-${reply.kind}`, actor: "system:receive-replies", now };
    await noteLetter(client, happened);
    await forwardReply(client, { keys, now }, letter, reply.id);
    return true;
  });
}

/** Erasing holds the same row, so it comes before or after. */
async function lockLetter(
  client: pg.PoolClient,
  id: string,
): Promise<(ReplyLetter & { erased: boolean }) | undefined> {
  const { rows } = await client.query<ReplyLetter & { erased: boolean }>(
    "SELECT id, locale, email_enc, erased_at IS NOT NULL AS erased FROM letter WHERE id = $1 FOR UPDATE",
    [id],
  );
  return rows[0];
}

const NOTHING = { subject_enc: null, text_enc: null, files: [] };

/** What of the mail stands in this row. What came round from us says nothing new: of it no text is kept. */
async function keepOf(
  client: pg.PoolClient,
  keys: KeyRing,
  { id, provider_id, letter_id, target_id, kind }: Reply,
  { mail, files }: Fetched,
): Promise<Kept> {
  if (kind === "own") return { ...NOTHING, note: null };
  if (await isWithAnother(client, provider_id, id)) return { ...NOTHING, note: mail.note };
  const answered = (await answersOf(client, [letter_id])).get(letter_id) ?? 0;
  const sealed = sealReply(keys, { from: mail.from, subject: mail.subject, text: mail.text });
  const why = await whyNotKept(client, "text", { target_id, answered }, sealed.text_enc?.length ?? 0);
  if (why !== null) return { ...NOTHING, note: why };
  const beyond =
    mail.attachments.length > FILES_PER_MAIL && files.length > 0 ? `${mail.attachments.length} files` : null;
  const note = [mail.note, beyond].filter((part) => part !== null).join("; ");
  return { ...sealed, files, note: note === "" ? null : note };
}

/** Held till the end: who erases the letter that keeps the words hands them on to this one first (forget-replies.ts). */
async function isWithAnother(client: pg.PoolClient, providerId: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM letter_reply WHERE provider_id = $1 AND id <> $2 AND ${SAID} AND num_nonnulls(subject_enc, text_enc) > 0
     LIMIT 1 FOR SHARE`,
    [providerId, id],
  );
  return rowCount === 1;
}

async function writeReply(
  client: pg.PoolClient,
  { id, kind }: Reply,
  { subject_enc, text_enc, note }: Kept,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE letter_reply SET kind = $2, subject_enc = $3, text_enc = $4, note = $5, fetch_at = NULL
     WHERE id = $1 AND kind IS NULL AND fetch_at IS NOT NULL`,
    [id, kind, subject_enc, text_enc, note],
  );
  return rowCount === 1;
}

/** Sealed values are text, so bytes go in as base64. */
async function writeFile(
  client: pg.PoolClient,
  keys: KeyRing,
  replyId: string,
  { name, contentType, size, content, note }: QuarantinedFile,
): Promise<void> {
  await client.query(
    "INSERT INTO reply_attachment (id, reply_id, name_enc, content_type, size, content_enc, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [
      randomUUID(),
      replyId,
      seal(keys, "letter-fields", "reply_attachment.name", name),
      contentType,
      size,
      content && seal(keys, "letter-fields", "reply_attachment.content", content.toString("base64")),
      note,
    ],
  );
}
