import { randomUUID } from "node:crypto";
import type pg from "pg";
import { sha256 } from "@/lib/crypto/hash";
import { seal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { UNCONFIRMED_LINK } from "@/lib/mail/limits";
import { writeMail } from "@/lib/mail/write-mail";
import { likenessOf } from "./likeness";
import { DRAFT_LIFETIME, DRAFTS_PER_WRITER } from "./limits";
import { noteLetter } from "./move-letter";
import { sealBody } from "./sealed-letter";
import type { LetterContext } from "./write-letter";
import { writerHash, writerHashes } from "./writer-hash";
import type { Writing } from "./writing-schema";

/** A letter that has been looked at and may be stored. */
export type NewDraft = {
  writing: Writing;
  campaign: { id: string };
  /** The office's key. */
  target: string;
  versionId: string | null;
  text: string;
  notes: string[];
  /** What of it the template did not give. */
  own: string;
  unchanged: boolean;
};

/**
 * Stores a draft with the mail that asks its mailbox. One mailbox's drafts are counted one after the other: beyond
 * DRAFTS_PER_WRITER, and for the same letter sent twice, nothing is stored and nobody is mailed.
 */
export async function insertDraft(context: LetterContext, draft: NewDraft): Promise<void> {
  const { keys, now } = context;
  const { email } = draft.writing;
  const digest = digestOf(draft);
  await inTransaction(context.pool, async (client) => {
    const hash = writerHash(keys, email);
    await lockWriter(client, hash);
    const writer = await readWriter(client, writerHashes(keys, email), digest, now);
    if (writer.drafts >= DRAFTS_PER_WRITER || writer.repeated) return;
    const id = randomUUID();
    await insertRow(client, context, { id, hash, digest, draft });
    await noteLetter(client, { id, kind: "draft", actor: "writer", now });
    const priority = writer.known ? 0 : UNCONFIRMED_LINK;
    const locale = draft.writing.locale ?? draft.writing.language;
    await writeMail(client, context, { kind: "confirm-letter", priority, subjectId: id, locale, to: email });
  });
}

/** Whoever counts one writer's letters does it alone until the transaction ends. */
export async function lockWriter(client: pg.PoolClient, hash: Buffer): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [hash.readBigInt64BE(0).toString()]);
}

function digestOf({ writing, text }: NewDraft): string {
  return sha256(JSON.stringify([writing.subject, text])).toString("hex");
}

/** `known`: the mailbox has said yes to a letter before. */
async function readWriter(
  client: pg.PoolClient,
  hashes: Buffer[],
  digest: string,
  now: Date,
): Promise<{ drafts: number; known: boolean; repeated: boolean }> {
  const { rows } = await client.query<{ drafts: number; known: boolean; repeated: boolean }>(
    `SELECT count(*) FILTER (WHERE state = 'draft' AND expires_at > $2)::int AS drafts,
       coalesce(bool_or(confirmed_at IS NOT NULL), false) AS known,
       coalesce(bool_or(state = 'draft' AND expires_at > $2 AND digest = $3), false) AS repeated
     FROM letter WHERE email_hash = ANY ($1)`,
    [hashes, now, digest],
  );
  return rows[0] ?? { drafts: 0, known: false, repeated: false };
}

async function insertRow(
  client: pg.PoolClient,
  { keys, now }: LetterContext,
  { id, hash, digest, draft }: { id: string; hash: Buffer; digest: string; draft: NewDraft },
): Promise<void> {
  const { writing, text, notes, own } = draft;
  const sealed = (field: string, plain: string) => seal(keys, "letter-fields", `letter.${field}`, plain);
  await client.query(
    `INSERT INTO letter (id, campaign_id, target_id, version_id, state, channel, locale, language, country, unchanged, topics, demands,
       digest, reply_to, follow_up, name_enc, email_enc, email_hash, subject_enc, body_enc, likeness, requested_at, expires_at, state_at, asked)
     SELECT $1, $2, t.id, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $21, 0
     FROM target t WHERE t.campaign_id = $2 AND t.key = $3`,
    [
      ...[id, draft.campaign.id, draft.target, draft.versionId],
      ...[writing.channel, writing.locale ?? writing.language, writing.language, writing.country ?? null],
      ...[draft.unchanged, writing.topics, writing.demands, digest],
      ...[writing.replyTo, writing.followUp === "on"],
      ...[sealed("name", writing.name), sealed("email", writing.email.deliverable), hash],
      ...[sealed("subject", writing.subject), sealBody(keys, { text, notes, own })],
      ...[likenessOf(keys, own).map(String), now, new Date(now.getTime() + DRAFT_LIFETIME)],
    ],
  );
}
