import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { openReply, type ReplyText } from "./sealed-reply";
import { HEAD, type ReplyHead } from "./team-reply-queries";

type ReadContext = { pool: pg.Pool; keys: KeyRing; actor: string; now: Date };

/** A reply as a team's members read it before they decide what of it is shown. */
export type TeamReply = ReplyHead & {
  note: string | null;
  shownText: string | null;
  /** Null where it is forgotten, or not here yet. */
  said: ReplyText | null;
  attachments: ListedFile[];
};
type ListedFile = {
  id: string;
  name: string;
  contentType: string;
  size: number;
  isKept: boolean;
  note: string | null;
};

type Row = ReplyHead & {
  campaign_id: string;
  note: string | null;
  shownText: string | null;
  keeper: string;
  subject_enc: Buffer | null;
  text_enc: Buffer | null;
};

/**
 * Opens a reply; that somebody read it is noted in the same transaction, for what offices answer quotes writers. Takes any
 * string. Null where there is none. The caller has asked whether the actor may.
 */
export async function readReply(context: ReadContext, id: string): Promise<TeamReply | null> {
  return await inTransaction(context.pool, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT ${HEAD}, r.campaign_id, r.note, r.shown_text AS "shownText", k.id AS keeper, k.subject_enc, k.text_enc
       FROM letter_reply r JOIN target t ON t.id = r.target_id JOIN letter_reply k ON k.id = r.id OR k.provider_id = r.provider_id
       WHERE r.id::text = $1 ORDER BY num_nonnulls(k.subject_enc, k.text_enc) DESC, k.id LIMIT 1`,
      [id],
    );
    const [row] = rows;
    if (!row) return null;
    const { campaign_id, keeper, subject_enc, text_enc, ...head } = row;
    const said = openReply(context.keys, { subject_enc, text_enc });
    if (said) await noteReading(client, context, { id, campaign_id, what: "subject,text" });
    return { ...head, said, attachments: await listFiles(client, context.keys, keeper) };
  });
}

/**
 * Takes a file out of quarantine: its bytes, or null where they were not kept. Takes any string; leaves an audit row.
 * Opening it is at one's own risk.
 */
export async function takeFile(context: ReadContext, id: string): Promise<{ content: Buffer | null } | null> {
  return await inTransaction(context.pool, async (client) => {
    const { rows } = await client.query<{ reply: string; campaign_id: string; content_enc: Buffer | null }>(
      `SELECT r.id AS reply, r.campaign_id, a.content_enc FROM reply_attachment a JOIN letter_reply r ON r.id = a.reply_id
       WHERE a.id::text = $1`,
      [id],
    );
    const [row] = rows;
    if (!row?.content_enc) return row ? { content: null } : null;
    await noteReading(client, context, { id: row.reply, campaign_id: row.campaign_id, what: "attachment" });
    const sealed = unseal(context.keys, "letter-fields", "reply_attachment.content", row.content_enc);
    return { content: Buffer.from(sealed, "base64") };
  });
}

async function noteReading(
  client: pg.PoolClient,
  { actor, now }: ReadContext,
  { id, campaign_id, what }: { id: string; campaign_id: string; what: string },
): Promise<void> {
  await client.query(
    `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
     VALUES ($1, $2, 'read-reply', 'letter_reply', $3, $4, $5, '{}')`,
    [now, actor, id, campaign_id, what.split(",")],
  );
}

async function listFiles(client: pg.PoolClient, keys: KeyRing, replyId: string): Promise<ListedFile[]> {
  const { rows } = await client.query<Omit<ListedFile, "name"> & { name_enc: Buffer }>(
    `SELECT id, name_enc, content_type AS "contentType", size, content_enc IS NOT NULL AS "isKept", note
     FROM reply_attachment WHERE reply_id = $1 ORDER BY id`,
    [replyId],
  );
  return rows.map(({ name_enc, ...file }) => ({
    ...file,
    name: unseal(keys, "letter-fields", "reply_attachment.name", name_enc),
  }));
}
