import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, UnsealError, unseal } from "@/lib/crypto/seal";
import { describeError, log } from "@/lib/logging/log";
import { type HeldMail, type PrepareContext, prepareMails, type ReadyMail } from "./prepare-mails";
import type { MailKind } from "./states";

/** One mail as the provider gets it: the part of a request that must stay the same in a repetition. */
export type Payload = {
  from: string;
  to: string;
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};
/** A batch whose lock this connection holds. */
export type Batch = {
  id: string;
  members: string[];
  priority: number;
  attempts: number;
  createdAt: Date;
  /** Since when the provider may have it … */
  inDoubtSince: Date | null;
  /** … and under which of its accounts. */
  account: string | null;
};
export type GatherContext = PrepareContext & { from: string };

const SEALED_AS = "outbox_mail.rendered";

/** Mails that a person asked for with their own sign-in are no list mail (RFC 8058, section 1); the others can be ended by their headers. */
const PERSONAL_KINDS: readonly MailKind[] = ["sign-in"];

/**
 * Makes a batch of the mails that are due, and commits it, members and rendered payloads, before anything is sent. Its
 * lock is held by this connection, so that no other worker takes it, and is gone with the connection if this process
 * dies. Returns its payloads too, and neither where nothing may leave.
 */
export async function gatherBatch(
  client: pg.PoolClient,
  context: GatherContext,
): Promise<{ batch: Batch | null; payloads: Payload[] | null; held: HeldMail[] }> {
  await client.query("BEGIN");
  const { ready, held } = await prepareMails(client, context);
  const payloads = ready.length > 0 ? ready.map((mail) => payload(context, mail)) : null;
  const batch = payloads && (await writeBatch(client, context, ready, payloads));
  if (batch) await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [batch.id]);
  await client.query("COMMIT");
  return { batch, payloads, held };
}

async function writeBatch(
  client: pg.PoolClient,
  { keys, now }: GatherContext,
  ready: ReadyMail[],
  payloads: Payload[],
): Promise<Batch> {
  const id = randomUUID();
  const members = ready.map((mail) => mail.id);
  const priority = Math.min(...ready.map((mail) => mail.priority));
  await client.query(
    "INSERT INTO mail_batch (id, members, priority, created_at, next_attempt_at) VALUES ($1, $2, $3, $4, $4)",
    [id, members, priority, now],
  );
  const sealed = payloads.map((one) => seal(keys, "mail-fields", SEALED_AS, JSON.stringify(one)));
  const lengths = sealed.map(({ length }) => length);
  let next = 1;
  const starts = lengths.map((length) => {
    next += length;
    return next - length;
  });
  // It counts for the limit per address from now on: it may be on its way. All texts go as one value, for of an array
  // of them the driver makes digits, which takes longer than sealing.
  await client.query(
    `UPDATE outbox_mail m SET state = 'batched', rendered_enc = substring($2::bytea FROM o.start FOR o.length), sent_at = $3, note = NULL
     FROM unnest($1::uuid[], $4::int[], $5::int[]) AS o(id, start, length) WHERE m.id = o.id`,
    [members, Buffer.concat(sealed), now, starts, lengths],
  );
  return { id, members, priority, attempts: 0, createdAt: now, inDoubtSince: null, account: null };
}

/** Sent, and read again for a repetition, it makes the same JSON. */
function payload({ from, appUrl }: GatherContext, ready: ReadyMail): Payload {
  const { kind, to, mail, neverMailToken, envelope } = ready;
  // A person wrote it, and no program (RFC 3834, section 5); an office cannot end letters by a header.
  if (envelope) return { ...envelope, to, ...mail, headers: { "Auto-Submitted": "no" } };
  // No holiday greeting in return (RFC 3834, section 5).
  const headers: Record<string, string> = { "Auto-Submitted": "auto-generated" };
  if (!PERSONAL_KINDS.includes(kind)) {
    headers["List-Unsubscribe"] = `<${appUrl}/api/v1/unsubscribes?token=${neverMailToken}>`;
    headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
  }
  return { from, to, ...mail, headers };
}

/**
 * Takes a written batch whose moment has come and that no worker holds: the most urgent first, but none less urgent
 * than what waits in the outbox. It is read after its lock is held, for another worker may just have settled it.
 */
export async function claimBatch(client: pg.PoolClient, now: Date): Promise<Batch | null> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM (
       SELECT id FROM mail_batch WHERE next_attempt_at <= $1 AND priority <= coalesce(
         (SELECT priority FROM outbox_mail WHERE state = 'waiting' AND send_after <= $1 ORDER BY priority, send_after LIMIT 1), 32767)
       ORDER BY priority, next_attempt_at LIMIT 50) AS due
     WHERE pg_try_advisory_lock(hashtextextended(id::text, 0)) LIMIT 1`,
    [now],
  );
  const id = rows[0]?.id;
  if (!id) return null;
  const found = await client.query<{
    members: string[];
    priority: number;
    attempts: number;
    created_at: Date;
    doubt: Date | null;
    account: string | null;
  }>(
    "SELECT members, priority, attempts, created_at, in_doubt_since AS doubt, account FROM mail_batch WHERE id = $1 AND next_attempt_at <= $2",
    [id, now],
  );
  const row = found.rows[0];
  if (row)
    return {
      id,
      members: row.members,
      priority: row.priority,
      attempts: row.attempts,
      createdAt: row.created_at,
      inDoubtSince: row.doubt,
      account: row.account,
    };
  await releaseBatch(client, id);
  return null;
}

/** Gives the lock back. */
export async function releaseBatch(client: pg.PoolClient, id: string): Promise<void> {
  await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [id]);
}

/** The payloads of a batch in their order; null where one is missing or cannot be opened, for a repetition would differ. */
export async function readPayloads(
  client: pg.PoolClient,
  keys: KeyRing,
  batch: Batch,
): Promise<Payload[] | null> {
  const { rows } = await client.query<{ id: string; rendered_enc: Buffer | null }>(
    "SELECT id, rendered_enc FROM outbox_mail WHERE id = ANY ($1) AND state = 'batched'",
    [batch.members],
  );
  const sealed = new Map(rows.map((row) => [row.id, row.rendered_enc]));
  try {
    return batch.members.map((id) => {
      const bytes = sealed.get(id);
      if (!bytes) throw new UnsealError("a member of the batch is gone");
      return JSON.parse(unseal(keys, "mail-fields", SEALED_AS, bytes)) as Payload;
    });
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    log().error({ batch: batch.id, error: describeError(error) }, "batch could not be opened");
    return null;
  }
}

/** Writes down, before the request leaves, that from now on the provider may have the batch. */
export async function markAttempt(
  client: pg.PoolClient,
  batch: Batch,
  account: string,
  now: Date,
): Promise<void> {
  await client.query(
    "UPDATE mail_batch SET attempts = attempts + 1, in_doubt_since = coalesce(in_doubt_since, $2), account = $3 WHERE id = $1",
    [batch.id, now, account],
  );
}
