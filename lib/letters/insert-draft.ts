import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { UNCONFIRMED_LINK } from "@/lib/mail/limits";
import { writeMail } from "@/lib/mail/write-mail";
import { likenessOf } from "./likeness";
import { DRAFT_LIFETIME, DRAFTS_PER_WRITER } from "./limits";
import { noteLetter } from "./move-letter";
import { openBody, openField, saltedDigest, sealBody, sealField } from "./sealed-letter";
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
  /** Keys of the claims behind the notes. */
  cited: string[];
  /** What of subject and text the template did not give. */
  own: string;
  unchanged: boolean;
  /** When a mailbox that never said yes to a letter may be asked. */
  askAfter: Date;
};

/**
 * Stores a draft with the mail that asks its mailbox. One mailbox's drafts are counted one after the other: beyond
 * DRAFTS_PER_WRITER, and for the same letter to the same office sent twice, nothing is stored and nobody is mailed.
 */
export async function insertDraft(context: LetterContext, draft: NewDraft): Promise<void> {
  const { keys, now } = context;
  const { email } = draft.writing;
  await inTransaction(context.pool, async (client) => {
    const hash = writerHash(keys, email);
    await lockWriter(client, hash);
    const hashes = writerHashes(keys, email);
    const drafts = await draftsOf(client, hashes, now);
    if (drafts.length >= DRAFTS_PER_WRITER || drafts.some((each) => isSame(keys, each, draft))) return;
    const id = randomUUID();
    await insertRow(client, context, { id, hash, draft });
    await noteLetter(client, { id, kind: "draft", actor: "writer", now });
    const asked = (await isKnown(client, hashes))
      ? { priority: 0 }
      : { priority: UNCONFIRMED_LINK, sendAfter: draft.askAfter };
    const locale = draft.writing.locale ?? draft.writing.language;
    await writeMail(client, context, { kind: "confirm-letter", ...asked, subjectId: id, locale, to: email });
  });
}

/** Whoever counts one writer's letters does it alone until the transaction ends. */
export async function lockWriter(client: pg.PoolClient, hash: Buffer): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [hash.readBigInt64BE(0).toString()]);
}

type StoredDraft = { campaign_id: string; target: string; subject_enc: Buffer; body_enc: Buffer };

async function draftsOf(client: pg.PoolClient, hashes: Buffer[], now: Date): Promise<StoredDraft[]> {
  const { rows } = await client.query<StoredDraft>(
    `SELECT l.campaign_id, t.key AS target, l.subject_enc, l.body_enc FROM letter l JOIN target t ON t.id = l.target_id
     WHERE l.email_hash = ANY ($1) AND l.state = 'draft' AND l.expires_at > $2`,
    [hashes, now],
  );
  return rows;
}

/** Equal letters have different digests, so what waits is opened: never more than a few. */
function isSame(keys: KeyRing, stored: StoredDraft, { campaign, target, writing, text }: NewDraft) {
  return (
    stored.campaign_id === campaign.id &&
    stored.target === target &&
    openField(keys, "subject", stored.subject_enc) === writing.subject &&
    openBody(keys, stored.body_enc).text === text
  );
}

/** The mailbox has said yes to a letter before. */
async function isKnown(client: pg.PoolClient, hashes: Buffer[]): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT FROM letter WHERE email_hash = ANY ($1) AND confirmed_at IS NOT NULL LIMIT 1",
    [hashes],
  );
  return rowCount === 1;
}

async function insertRow(
  client: pg.PoolClient,
  { keys, now }: LetterContext,
  { id, hash, draft }: { id: string; hash: Buffer; draft: NewDraft },
): Promise<void> {
  const { writing, text, notes, own, cited: claims } = draft;
  const { salt, digest } = saltedDigest(writing.subject, text);
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
      ...[sealField(keys, "name", writing.name), sealField(keys, "email", writing.email.deliverable), hash],
      ...[sealField(keys, "subject", writing.subject), sealBody(keys, { text, notes, own, claims, salt })],
      ...[likenessOf(keys, own).map(String), now, new Date(now.getTime() + DRAFT_LIFETIME)],
    ],
  );
}
