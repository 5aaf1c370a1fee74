import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { describeError, log } from "@/lib/logging/log";
import { BETWEEN_MAILS, MAIL_SPAN, MAILS_PER_ADDRESS } from "./limits";
import type { RenderedMail } from "./render-mail";
import type { MailKind, MailState } from "./states";

/** An outbox row as a composer sees it. */
export type OutboxRow = {
  id: string;
  kind: MailKind;
  subjectId: string | null;
  locale: Locale;
  payload: Record<string, string>;
};
/** What a composer makes of a row: the mail, or why there is none to send any more. */
export type Composed = { mail: RenderedMail } | { drop: string } | { fail: string };
/** Writes the mails of one kind just before they are sent, so that each is still true then. Answers by row id. */
export type Composer = (
  client: pg.PoolClient,
  rows: OutboxRow[],
  now: Date,
) => Promise<Map<string, Composed>>;
export type Composers = Record<MailKind, Composer>;

export type RelayContext = { pool: pg.Pool; keys: KeyRing; composers: Composers; now: Date };
export type RelayResult = { sent: number; deferred: number; dropped: number; failed: number };

/** Mails of one pass; a provider's batch holds as many. */
const BATCH = 100;

/** Kinds that a stranger can cause by typing an address: these are limited per address. */
const LIMITED_KINDS: readonly MailKind[] = ["confirm-signature", "mailbox-full"];

type Row = {
  id: string;
  kind: MailKind;
  subject_id: string | null;
  locale: string;
  address_enc: Buffer;
  address_hash: Buffer;
  payload_enc: Buffer | null;
  created_at: Date;
};
type Outcome = { id: string; state: MailState; sendAfter?: Date; note?: string; rendered?: Buffer };

/**
 * One relay pass: takes the waiting mails that are due, confirmations first, rows that no other worker holds;
 * checks the limits per address again; has each composed; and delivers. Without a provider delivering means
 * keeping the sealed mail for /outbox, in the same transaction, so each is delivered once. (With a provider the
 * rendered batch is written down and committed before it is sent: the columns are there.)
 */
export function relayMails(context: RelayContext): Promise<RelayResult> {
  return inTransaction(context.pool, async (client) => {
    const rows = await takeDue(client, context.now);
    if (rows.length === 0) return { sent: 0, deferred: 0, dropped: 0, failed: 0 };
    const outcomes = await limitAndCompose(client, context, rows);
    await record(client, outcomes, context.now);
    const count = (state: MailState) => outcomes.filter((outcome) => outcome.state === state).length;
    return {
      sent: count("sent"),
      deferred: count("waiting"),
      dropped: count("dropped"),
      failed: count("failed"),
    };
  });
}

async function takeDue(client: pg.PoolClient, now: Date): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT id, kind, subject_id, locale, address_enc, address_hash, payload_enc, created_at FROM outbox_mail
     WHERE state = 'waiting' AND send_after <= $1 ORDER BY priority, send_after, id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, BATCH],
  );
  return rows;
}

async function limitAndCompose(
  client: pg.PoolClient,
  context: RelayContext,
  rows: Row[],
): Promise<Outcome[]> {
  const held = await overLimit(client, rows, context.now);
  const outcomes = [...held.values()];
  const free = rows.filter((row) => !held.has(row.id));
  for (const kind of new Set(free.map((row) => row.kind))) {
    outcomes.push(
      ...(await composeKind(
        client,
        context,
        kind,
        free.filter((row) => row.kind === kind),
      )),
    );
  }
  return outcomes;
}

/** A row that cannot be opened or composed fails alone, and stays visible; a database that is away fails the pass. */
async function composeKind(
  client: pg.PoolClient,
  { keys, composers, now }: RelayContext,
  kind: MailKind,
  rows: Row[],
): Promise<Outcome[]> {
  const opened = rows.map((row) => ({ row, open: attempt(() => openRow(keys, row)) }));
  const readable = opened.flatMap(({ open }) => ("value" in open ? [open.value] : []));
  const composed = await composers[kind](client, readable, now);
  return opened.map(({ row, open }): Outcome => {
    if ("failure" in open) return { id: row.id, state: "failed", note: open.failure };
    const made = composed.get(row.id) ?? { fail: "no composer answered" };
    if ("drop" in made) return { id: row.id, state: "dropped", note: made.drop };
    if ("fail" in made) return { id: row.id, state: "failed", note: made.fail };
    const rendered = JSON.stringify({ to: open.value.to, ...made.mail });
    return {
      id: row.id,
      state: "sent",
      rendered: seal(keys, "mail-fields", "outbox_mail.rendered", rendered),
    };
  });
}

function openRow(keys: KeyRing, row: Row): OutboxRow & { to: string } {
  const payload = row.payload_enc
    ? JSON.parse(unseal(keys, "mail-fields", "outbox_mail.payload", row.payload_enc))
    : {};
  return {
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    locale: isLocale(row.locale) ? row.locale : DEFAULT_LOCALE,
    payload: payload as Record<string, string>,
    to: unseal(keys, "mail-fields", "outbox_mail.address", row.address_enc),
  };
}

function attempt<T>(work: () => T): { value: T } | { failure: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { failure: describeError(error).kind };
  }
}

/** Composes row by row; one that throws fails alone. For composers. */
export async function composeEach(
  rows: OutboxRow[],
  compose: (row: OutboxRow) => Promise<Composed>,
): Promise<Map<string, Composed>> {
  const composed = rows.map(async (row): Promise<[string, Composed]> => {
    try {
      return [row.id, await compose(row)];
    } catch (error) {
      log().error({ mail: row.id, error: describeError(error) }, "mail could not be composed");
      return [row.id, { fail: describeError(error).kind }];
    }
  });
  return new Map(await Promise.all(composed));
}

/**
 * Which of these rows the limits per address hold back, also against each other: a mail too soon after the last
 * waits, one beyond the number is dropped. The count is taken under a lock per address, for two workers may hold
 * two mails to one address.
 */
async function overLimit(client: pg.PoolClient, rows: Row[], now: Date): Promise<Map<string, Outcome>> {
  const limited = rows
    .filter((row) => LIMITED_KINDS.includes(row.kind))
    .sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  const hashes = [
    ...new Map(limited.map((row) => [row.address_hash.toString("hex"), row.address_hash])).values(),
  ].sort(Buffer.compare);
  for (const hash of hashes)
    await client.query("SELECT pg_advisory_xact_lock($1)", [hash.readBigInt64BE(0).toString()]);
  const { rows: past } = await client.query<{ address_hash: Buffer; sent: number; last: Date }>(
    `SELECT address_hash, count(*)::int AS sent, max(sent_at) AS last FROM outbox_mail
     WHERE address_hash = ANY ($1) AND sent_at > $2 AND kind = ANY ($3) GROUP BY address_hash`,
    [hashes, new Date(now.getTime() - MAIL_SPAN), LIMITED_KINDS],
  );
  const known = new Map(
    past.map((row) => [row.address_hash.toString("hex"), { sent: row.sent, last: row.last }]),
  );
  const held = new Map<string, Outcome>();
  for (const row of limited) {
    const key = row.address_hash.toString("hex");
    const mailed = known.get(key);
    if (mailed && mailed.sent >= MAILS_PER_ADDRESS)
      held.set(row.id, { id: row.id, state: "dropped", note: "over the limit per address" });
    else if (mailed && now.getTime() - mailed.last.getTime() < BETWEEN_MAILS)
      held.set(row.id, {
        id: row.id,
        state: "waiting",
        sendAfter: new Date(mailed.last.getTime() + BETWEEN_MAILS),
      });
    else known.set(key, { sent: (mailed?.sent ?? 0) + 1, last: now });
  }
  return held;
}

/** What is not to be sent any more keeps neither address nor payload. */
async function record(client: pg.PoolClient, outcomes: Outcome[], now: Date): Promise<void> {
  const column = <K extends keyof Outcome>(key: K) => outcomes.map((outcome) => outcome[key] ?? null);
  await client.query(
    `UPDATE outbox_mail m SET state = o.state, send_after = coalesce(o.send_after, m.send_after), note = o.note, rendered_enc = o.rendered,
       sent_at = CASE WHEN o.state = 'sent' THEN $6::timestamptz END, attempts = m.attempts + CASE WHEN o.state = 'waiting' THEN 0 ELSE 1 END,
       address_enc = CASE WHEN o.state = 'waiting' THEN m.address_enc END, payload_enc = CASE WHEN o.state = 'waiting' THEN m.payload_enc END
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bytea[]) AS o(id, state, send_after, note, rendered) WHERE m.id = o.id`,
    [column("id"), column("state"), column("sendAfter"), column("note"), column("rendered"), now],
  );
}

/** Relays until nothing more is due, logging counts only. */
export async function drainOutbox(context: Omit<RelayContext, "now">, clock: () => Date): Promise<void> {
  for (;;) {
    const result = await relayMails({ ...context, now: clock() });
    const handled = result.sent + result.deferred + result.dropped + result.failed;
    if (handled > 0) log().info({ mails: result }, "mails relayed");
    if (handled < BATCH) return;
  }
}
