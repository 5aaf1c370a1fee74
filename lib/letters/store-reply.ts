import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { ATTACHMENT_LARGEST, fetchAttachment } from "@/lib/mail/fetch-attachment";
import type { IncomingAttachment, IncomingMail } from "@/lib/mail/fetch-incoming";
import type { ProviderClient } from "@/lib/mail/provider-client";
import { giveWay } from "@/lib/mail/rate-gate";
import { forwardReply, type ReplyLetter } from "./forward-reply";
import { noteLetter } from "./move-letter";
import { FILES_LARGEST, FILES_PER_MAIL } from "./reply-limits";
import { sealReply } from "./sealed-reply";
import type { ReplyKind } from "./states";

/** A file that came along: its bytes, or why there are none. */
type QuarantinedFile = IncomingAttachment & { content: Buffer | null; note: string | null };
type Fetched = {
  id: string;
  letter_id: string;
  kind: ReplyKind;
  mail: IncomingMail;
  files: QuarantinedFile[];
};

/**
 * The files of an answer. Takes the provider's id of the mail, what it is, and its files as the provider lists them.
 * Those of mail servers' reports (which bring the letter back) and of our own mails are not asked for.
 */
export async function fetchFiles(
  { pool, client, rate }: { pool: pg.Pool; client: ProviderClient; rate: number },
  emailId: string,
  kind: ReplyKind,
  attachments: readonly IncomingAttachment[],
): Promise<QuarantinedFile[]> {
  if (kind === "bounce" || kind === "own") return [];
  const files: QuarantinedFile[] = [];
  let total = 0;
  for (const file of attachments.slice(0, FILES_PER_MAIL)) {
    total += file.size;
    if (file.size > ATTACHMENT_LARGEST || total > FILES_LARGEST) {
      files.push({ ...file, content: null, note: "too large to keep" });
      continue;
    }
    await giveWay(pool, rate, 1);
    const fetched = await fetchAttachment(client, { emailId, id: file.id });
    files.push(
      "content" in fetched
        ? { ...file, size: fetched.content.length, content: fetched.content, note: null }
        : { ...file, content: null, note: fetched.lacking },
    );
  }
  return files;
}

/**
 * Stores an answer, sealed, and writes the mail that forwards it, in one transaction. Returns false where another
 * worker has stored it, or its letter was erased meanwhile: then nothing of it stays.
 */
export async function storeReply(
  { pool, keys }: { pool: pg.Pool; keys: KeyRing },
  fetched: Fetched,
  now: Date,
): Promise<boolean> {
  return await inTransaction(pool, async (client) => {
    const letter = await lockLetter(client, fetched.letter_id);
    if (!letter || letter.erased) {
      await client.query("DELETE FROM letter_reply WHERE id = $1", [fetched.id]);
      return false;
    }
    if (!(await writeReply(client, keys, fetched))) return false;
    for (const file of fetched.files) await writeFile(client, keys, fetched.id, file);
    const happened = { id: letter.id, kind: `reply-${fetched.kind}`, actor: "system:receive-replies", now };
    await noteLetter(client, happened);
    await forwardReply(client, { keys, now }, letter, fetched);
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

/** What came round from us says nothing new: of it no text is kept. */
async function writeReply(
  client: pg.PoolClient,
  keys: KeyRing,
  { id, kind, mail, files }: Fetched,
): Promise<boolean> {
  const isOwn = kind === "own";
  const beyond = mail.attachments.length > FILES_PER_MAIL ? `${mail.attachments.length} files` : null;
  const note = [mail.note, files.length > 0 ? beyond : null].filter((part) => part !== null).join("; ");
  const { from, subject, text } = mail;
  const sealed = sealReply(keys, isOwn ? { from: "", subject: "", text: "" } : { from, subject, text });
  const { rowCount } = await client.query(
    `UPDATE letter_reply SET kind = $2, subject_enc = $3, text_enc = $4, note = $5, fetch_at = NULL
     WHERE id = $1 AND kind IS NULL AND fetch_at IS NOT NULL`,
    [id, kind, sealed.subject_enc, sealed.text_enc, note === "" || isOwn ? null : note],
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
