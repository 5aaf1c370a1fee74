import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { forwardReply, type ReplyLetter, WAITS_FOR_TEAM } from "./forward-reply";

type ReleaseContext = { pool: pg.Pool; keys: KeyRing; actor: string; now: Date };
type Waiting = { provider_id: string; campaign_id: string };

/**
 * Forwards a mail that came for many letters, and waits because of that, to the writers of those of its campaign. Takes
 * the id of one of its answers; leaves an audit row. Returns to how many; null where it does not wait. The caller has
 * asked whether the actor may.
 */
export async function releaseReply(context: ReleaseContext, id: string): Promise<number | null> {
  const { pool, actor, now } = context;
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<Waiting>(
      `SELECT r.provider_id, r.campaign_id FROM letter_reply r WHERE r.id::text = $1 AND ${WAITS_FOR_TEAM}`,
      [id],
    );
    const [waiting] = rows;
    if (!waiting) return null;
    await client.query(
      `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
       VALUES ($1, $2, 'forward-reply', 'letter_reply', $3, $4, '{}', '{}')`,
      [now, actor, id, waiting.campaign_id],
    );
    return await forwardAll(client, context, waiting);
  });
}

async function forwardAll(
  client: pg.PoolClient,
  { keys, now }: ReleaseContext,
  { provider_id, campaign_id }: Waiting,
): Promise<number> {
  const { rows } = await client.query<ReplyLetter & { reply: string }>(
    `SELECT l.id, l.locale, l.email_enc, r.id AS reply FROM letter_reply r JOIN letter l ON l.id = r.letter_id
     WHERE r.provider_id = $1 AND r.campaign_id = $2 AND l.erased_at IS NULL ORDER BY l.id FOR UPDATE OF l`,
    [provider_id, campaign_id],
  );
  let forwarded = 0;
  for (const { reply, ...letter } of rows)
    if (await forwardReply(client, { keys, now, released: true }, letter, reply)) forwarded += 1;
  return forwarded;
}
