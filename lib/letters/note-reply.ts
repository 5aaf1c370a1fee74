import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { IncomingNotice } from "@/lib/mail/read-event";
import { readReplyAddress, replyTagHash } from "./reply-address";

/** One mail may answer many letters, as an office does that writes to all at once; more are nobody's answer. */
const LETTERS_PER_MAIL = 200;

/**
 * Writes down that a mail came in for letters, committed, before anything of it is fetched. Takes the domain of the
 * relay addresses (replyDomain). The same event again, at once or later, adds nothing. Returns for how many letters
 * it is; 0 for a mail that names no relay address of a letter that is there, of which nothing is kept.
 */
export async function noteReply(
  { pool, domain }: { pool: pg.Pool; domain: string },
  { providerId, at, addresses }: IncomingNotice,
  now: Date,
): Promise<number> {
  const tokens = addresses.flatMap((address) => readReplyAddress(address, domain) ?? []);
  const hashes = [...new Set(tokens)].slice(0, LETTERS_PER_MAIL).map(replyTagHash);
  if (hashes.length === 0) return 0;
  const { rows } = await pool.query<{ id: string; campaign_id: string; target_id: string }>(
    "SELECT id, campaign_id, target_id FROM letter WHERE reply_tag_hash = ANY ($1) ORDER BY id",
    [hashes],
  );
  await pool.query(
    `INSERT INTO letter_reply (id, campaign_id, target_id, letter_id, via, received_at, moderation, provider_id, fetch_at, attempts)
     SELECT n.id, l.campaign_id, l.target_id, l.id, 'relay', $3, 'private', $4, $5, 0
     FROM unnest($1::uuid[], $2::uuid[]) AS n(id, letter_id) JOIN letter l ON l.id = n.letter_id AND l.reply_tag_hash IS NOT NULL
     ORDER BY l.id ON CONFLICT (provider_id, letter_id) DO NOTHING`,
    // The provider's clock may go before ours; nothing came in the future.
    [rows.map(() => randomUUID()), rows.map(({ id }) => id), at < now ? at : now, providerId, now],
  );
  return rows.length;
}
