import type pg from "pg";
import { senderAddress } from "@/lib/config/mail-settings";
import type { KeyRing } from "@/lib/crypto/keys";
import { log } from "@/lib/logging/log";
import { fetchIncoming, type IncomingMail } from "@/lib/mail/fetch-incoming";
import { kindOfIncoming } from "@/lib/mail/incoming-kind";
import type { ProviderClient } from "@/lib/mail/provider-client";
import { giveWay } from "@/lib/mail/rate-gate";
import { readReplyAddress } from "./reply-address";
import { FETCH_AGAIN, FETCH_GIVEN_UP, FETCH_PAUSE, GONE_BELIEVED } from "./reply-limits";
import { openField } from "./sealed-letter";
import type { ReplyKind } from "./states";
import { fetchFiles, storeReply } from "./store-reply";

export type ReplyContext = {
  pool: pg.Pool;
  keys: KeyRing;
  client: ProviderClient;
  /** Requests a second that all workers together may make. */
  rate: number;
  /** MAIL_FROM, and the domain of the relay addresses: what comes from there is our own. */
  from: string;
  domain: string;
  clock: () => Date;
};

/** A reply whose text is asked for; nobody else asks until `fetch_at`. */
type Claimed = {
  id: string;
  provider_id: string;
  letter_id: string;
  attempts: number;
  received_at: Date;
  email_enc: Buffer | null;
};

/**
 * Fetches what is due of the answers that came in, and stores and forwards it, one after the other, until nothing is
 * due or `signal` says so. Any number of workers may: each answer is claimed for a while, and stored once; one whose
 * worker died is due again. Returns how many were stored.
 */
export async function receiveReplies(context: ReplyContext, signal: AbortSignal): Promise<number> {
  let stored = 0;
  while (!signal.aborted) {
    const reply = await claimReply(context.pool, context.clock());
    if (!reply) return stored;
    if (await receiveOne(context, reply)) stored += 1;
  }
  return stored;
}

/** The claim is the pause before the next attempt, so a worker that dies with it leaves nothing to be put right. */
async function claimReply(pool: pg.Pool, now: Date): Promise<Claimed | undefined> {
  const { rows } = await pool.query<Claimed>(
    `UPDATE letter_reply r SET attempts = least(r.attempts + 1, 30000),
       fetch_at = $1::timestamptz + least($2::float8 * power(2, least(r.attempts, 20)), $3::float8) * interval '1 millisecond'
     FROM letter l WHERE l.id = r.letter_id AND r.id = (
       SELECT id FROM letter_reply WHERE fetch_at <= $1 AND letter_id IS NOT NULL ORDER BY fetch_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING r.id, r.provider_id, r.letter_id, r.attempts, r.received_at, l.email_enc`,
    [now, FETCH_AGAIN, FETCH_PAUSE],
  );
  return rows[0];
}

async function receiveOne(context: ReplyContext, reply: Claimed): Promise<boolean> {
  const { pool, client, rate, clock } = context;
  await giveWay(pool, rate, 1);
  const fetched = await fetchIncoming(client, reply.provider_id);
  if (!fetched.ok) {
    await putOff(context, reply, fetched);
    return false;
  }
  const kind = kindOf(context, reply, fetched.mail);
  const files = await fetchFiles(context, reply.provider_id, kind, fetched.mail.attachments);
  return await storeReply(context, { ...reply, kind, mail: fetched.mail, files }, clock());
}

/** What the writer sends to the relay address themselves, or what comes round from us, is no office's answer. */
function kindOf({ keys, from, domain }: ReplyContext, { email_enc }: Claimed, mail: IncomingMail): ReplyKind {
  if (readReplyAddress(mail.from, domain) !== null) return "own";
  const writer = email_enc ? [openField(keys, "email", email_enc)] : [];
  const kind = kindOfIncoming(mail, [senderAddress(from) ?? from, ...writer]);
  return kind === "report" ? "bounce" : kind;
}

/** Asked again later, or given up: then the row stays, and says why it has no text. */
async function putOff(
  { pool, clock }: ReplyContext,
  reply: Claimed,
  { reason, note, retryAfter }: { reason: "gone" | "later"; note: string; retryAfter: number },
): Promise<void> {
  const now = clock();
  const age = now.getTime() - reply.received_at.getTime();
  const isOver = age > FETCH_GIVEN_UP || (reason === "gone" && age > GONE_BELIEVED);
  await pool.query(
    `UPDATE letter_reply SET note = $2, fetch_at = CASE WHEN $3 THEN NULL ELSE greatest(fetch_at, $4) END
     WHERE id = $1 AND kind IS NULL`,
    [reply.id, note, isOver, new Date(now.getTime() + retryAfter)],
  );
  if (isOver) log().error({ reply: reply.id, note }, "an answer to a letter could not be fetched");
  else
    log().warn({ reply: reply.id, attempts: reply.attempts, note }, "an answer to a letter is not here yet");
}
