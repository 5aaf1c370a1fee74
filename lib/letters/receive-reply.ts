import type pg from "pg";
import { senderAddress } from "@/lib/config/mail-settings";
import type { KeyRing } from "@/lib/crypto/keys";
import { log } from "@/lib/logging/log";
import { type FetchFailure, fetchIncoming, type IncomingMail } from "@/lib/mail/fetch-incoming";
import { kindOfIncoming } from "@/lib/mail/incoming-kind";
import type { ProviderClient } from "@/lib/mail/provider-client";
import { giveWay } from "@/lib/mail/rate-gate";
import { keepFiles, type QuarantinedFile } from "./keep-files";
import { answersOf } from "./quarantine-room";
import { readReplyAddress } from "./reply-address";
import {
  FETCH_AGAIN,
  FETCH_GIVEN_UP,
  FETCH_PAUSE,
  GONE_BELIEVED,
  LETTERS_FORWARDED_AT_ONCE,
} from "./reply-limits";
import { openField } from "./sealed-letter";
import type { ReplyKind } from "./states";
import { storeReply } from "./store-reply";

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

/** One letter's part of a mail that is asked for; nobody else asks until `fetch_at`. */
type Claimed = {
  id: string;
  provider_id: string;
  letter_id: string;
  target_id: string;
  attempts: number;
  received_at: Date;
  email_enc: Buffer | null;
};
type Read = Claimed & { kind: ReplyKind; answered: number };
type ReadMail = { ok: true; mail: IncomingMail; replies: Read[]; files: QuarantinedFile[] };

/**
 * Fetches what is due of the mails that came in, and stores and forwards each as the answer to its letters, one after
 * the other, until nothing is due or `signal` says so. Any number of workers may: each mail is claimed for a while, and
 * stored once; one whose worker died is due again. Returns how many answers were stored.
 */
export async function receiveReplies(context: ReplyContext, signal: AbortSignal): Promise<number> {
  let stored = 0;
  while (!signal.aborted) {
    const claimed = await claimMail(context.pool, context.clock());
    const [first] = claimed;
    if (!first) return stored;
    const read = await readMail(context, first.provider_id, claimed);
    if (!read.ok) await putOff(context, claimed, read);
    else
      for (const reply of read.replies)
        if (await storeReply(context, reply, read, context.clock())) stored += 1;
  }
  return stored;
}

/**
 * All that a mail is for, by its first row, so that two workers never wait for each other's. The claim is the pause
 * before the next attempt: a worker that dies with it leaves nothing to be put right.
 */
async function claimMail(pool: pg.Pool, now: Date): Promise<Claimed[]> {
  const { rows } = await pool.query<Claimed>(
    `UPDATE letter_reply r SET attempts = least(r.attempts + 1, 30000),
       fetch_at = $1::timestamptz + least($2::float8 * power(2, least(r.attempts, 20)), $3::float8) * interval '1 millisecond'
     FROM letter l WHERE l.id = r.letter_id AND r.fetch_at IS NOT NULL AND r.provider_id = (
       SELECT f.provider_id FROM letter_reply f WHERE f.fetch_at <= $1 AND f.letter_id IS NOT NULL AND NOT EXISTS (
         SELECT FROM letter_reply e WHERE e.provider_id = f.provider_id AND e.fetch_at IS NOT NULL AND e.letter_id IS NOT NULL AND e.id < f.id)
       ORDER BY f.fetch_at, f.id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING r.id, r.provider_id, r.letter_id, r.target_id, r.attempts, r.received_at, l.email_enc`,
    [now, FETCH_AGAIN, FETCH_PAUSE],
  );
  return rows;
}

/** A mail that cannot be read, whatever is the matter with it, keeps none of the others waiting. */
async function readMail(
  context: ReplyContext,
  providerId: string,
  claimed: readonly Claimed[],
): Promise<ReadMail | FetchFailure> {
  try {
    await giveWay(context.pool, context.rate, 1);
    const fetched = await fetchIncoming(context.client, providerId);
    if (!fetched.ok) return fetched;
    const replies = await readReplies(context, claimed, fetched.mail);
    const [keeper] = replies;
    const isSaid = keeper?.kind === "answer" || keeper?.kind === "automatic";
    if (isSaid && claimed.length > LETTERS_FORWARDED_AT_ONCE)
      log().warn(
        { replies: [keeper.id], letters: claimed.length },
        "a mail for many letters waits for the team",
      );
    const files = isSaid ? await keepFiles(context, providerId, keeper, fetched.mail.attachments) : [];
    return { ok: true, mail: fetched.mail, replies, files };
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    log().error({ mail: providerId, error: name }, "a mail that came in cannot be read");
    return { ok: false, reason: "later", note: `could not be read: ${name}`, retryAfter: 0 };
  }
}

/** The first one keeps what the mail says, so it is no mail of its own writer, and its letter has the fewest answers. */
async function readReplies(
  context: ReplyContext,
  claimed: readonly Claimed[],
  mail: IncomingMail,
): Promise<Read[]> {
  const answers = await answersOf(
    context.pool,
    claimed.map(({ letter_id }) => letter_id),
  );
  const rank = ({ kind, answered }: Read) => (kind === "own" ? Number.POSITIVE_INFINITY : answered);
  return claimed
    .map((reply) => ({
      ...reply,
      kind: kindOf(context, reply, mail),
      answered: answers.get(reply.letter_id) ?? 0,
    }))
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b))));
}

/** What the writer sends to the relay address themselves, or what comes round from us, is no office's answer. */
function kindOf({ keys, from, domain }: ReplyContext, { email_enc }: Claimed, mail: IncomingMail): ReplyKind {
  if (readReplyAddress(mail.from, domain) !== null) return "own";
  const writer = email_enc ? [openField(keys, "email", email_enc)] : [];
  const kind = kindOfIncoming(mail, [senderAddress(from) ?? from, ...writer]);
  return kind === "report" ? "bounce" : kind;
}

/** Asked again later, or given up: then the rows stay, and say why they have no text. */
async function putOff(
  { pool, clock }: ReplyContext,
  claimed: readonly Claimed[],
  { reason, note, retryAfter }: FetchFailure,
): Promise<void> {
  const now = clock();
  const age = Math.max(...claimed.map(({ received_at }) => now.getTime() - received_at.getTime()));
  const isOver = age > FETCH_GIVEN_UP || (reason === "gone" && age > GONE_BELIEVED);
  const ids = claimed.map(({ id }) => id);
  await pool.query(
    `UPDATE letter_reply SET note = $2, fetch_at = CASE WHEN $3 THEN NULL ELSE greatest(fetch_at, $4) END
     WHERE id = ANY ($1) AND kind IS NULL`,
    [ids, note, isOver, new Date(now.getTime() + retryAfter)],
  );
  if (isOver) log().error({ replies: ids, note }, "an answer to a letter could not be fetched");
  else
    log().warn(
      { replies: ids, attempts: claimed[0]?.attempts, note },
      "an answer to a letter is not here yet",
    );
}
