import type pg from "pg";
import { ATTACHMENT_LARGEST, fetchAttachment } from "@/lib/mail/fetch-attachment";
import type { IncomingAttachment } from "@/lib/mail/fetch-incoming";
import type { ProviderClient } from "@/lib/mail/provider-client";
import { giveWay } from "@/lib/mail/rate-gate";
import { SAID, whyNotKept } from "./quarantine-room";
import { FILES_LARGEST, FILES_PER_MAIL } from "./reply-limits";

type FileContext = { pool: pg.Pool; client: ProviderClient; rate: number };
/** A file that came along: its bytes, or why there are none. */
export type QuarantinedFile = IncomingAttachment & { content: Buffer | null; note: string | null };

/**
 * Fetches the files of a mail, once for all letters it answers, as far as there is room for them. Takes the provider's
 * id of the mail, the answer that is to keep them, and the files as the provider lists them. None where another answer
 * keeps them already.
 */
export async function keepFiles(
  context: FileContext,
  providerId: string,
  keeper: { target_id: string; answered: number },
  attachments: readonly IncomingAttachment[],
): Promise<QuarantinedFile[]> {
  const listed = attachments.slice(0, FILES_PER_MAIL);
  if (listed.length === 0 || (await isKept(context.pool, providerId))) return [];
  const bytes = listed.reduce((sum, { size }) => sum + size, 0);
  const why = await whyNotKept(context.pool, "files", keeper, Math.min(bytes, FILES_LARGEST));
  return why === null
    ? await fetchFiles(context, providerId, listed)
    : listed.map((file) => without(file, why));
}

async function isKept(pool: pg.Pool, providerId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM letter_reply WHERE provider_id = $1 AND ${SAID} AND num_nonnulls(subject_enc, text_enc) > 0 LIMIT 1`,
    [providerId],
  );
  return rowCount === 1;
}

async function fetchFiles(
  { pool, client, rate }: FileContext,
  emailId: string,
  listed: readonly IncomingAttachment[],
): Promise<QuarantinedFile[]> {
  const files: QuarantinedFile[] = [];
  let total = 0;
  for (const file of listed) {
    total += file.size;
    if (file.size > ATTACHMENT_LARGEST || total > FILES_LARGEST) {
      files.push(without(file, "too large to keep"));
      continue;
    }
    await giveWay(pool, rate, 1);
    const fetched = await fetchAttachment(client, { emailId, id: file.id });
    files.push(
      "content" in fetched
        ? { ...file, size: fetched.content.length, ...fetched, note: null }
        : without(file, fetched.lacking),
    );
  }
  return files;
}

function without(file: IncomingAttachment, note: string): QuarantinedFile {
  return { ...file, content: null, note };
}
