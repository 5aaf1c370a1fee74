import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { COUNTED_KINDS, EVENT_KINDS, type EventKind } from "./read-event";
import { type EventState, type MailState, WRITTEN_PRIORITY } from "./states";
import { countSoftBounce, forgetSoftBounces, suppress } from "./suppression";

type Mail = { id: string; provider_id: string; state: MailState; note: string | null };
type WaitingEvent = {
  provider_id: string;
  kind: EventKind;
  at: Date;
  address_hash: Buffer | null;
  mailbox_hash: Buffer | null;
  /** A mail for what somebody else wrote: that it is refused for its words says nothing of the address. */
  is_written: boolean;
  counted_later: boolean;
};
type Outcome = { state: EventState | "failed"; note: string | null };

/** Note of a mail that a server refused for what it says. */
export const CONTENT_REFUSED = "content refused";

const OUTCOMES: Record<EventKind, Outcome> = {
  sent: { state: "sent", note: null },
  delayed: { state: "delayed", note: null },
  delivered: { state: "delivered", note: null },
  "soft-bounced": { state: "bounced", note: "soft bounce" },
  "content-refused": { state: "bounced", note: CONTENT_REFUSED },
  suppressed: { state: "bounced", note: "the provider does not mail this address" },
  bounced: { state: "bounced", note: "hard bounce" },
  complained: { state: "complained", note: null },
  failed: { state: "failed", note: "the provider reports: failed" },
};

/**
 * Lets mails and addresses know what the provider said of them: each event once, in whatever order they come. Takes
 * the provider's ids of mails that may have events waiting, or of events whose mail may be there. Both who writes
 * down an event and who writes down a provider's id commit first and call this after, so that whoever comes second
 * sees both. Returns how many events were applied.
 */
export async function applyEvents(pool: pg.Pool, providerIds: string[], now: Date): Promise<number> {
  if (providerIds.length === 0) return 0;
  return await inTransaction(pool, async (client) => {
    const mails = await lockMails(client, providerIds);
    const events = await claimEvents(client, mails, now);
    await moveMails(client, mails, events);
    await applyToAddresses(client, events, now);
    return events.length;
  });
}

/** Applies events whose mail is there but that nobody applied: the process that should have was killed in between. */
export async function applyForgottenEvents(pool: pg.Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ provider_id: string }>(
    "SELECT DISTINCT e.provider_id FROM mail_event e JOIN outbox_mail m USING (provider_id) WHERE e.applied_at IS NULL",
  );
  return await applyEvents(
    pool,
    rows.map((row) => row.provider_id),
    now,
  );
}

/** All events of a mail are applied under its lock, and mails are locked in one order. */
async function lockMails(client: pg.PoolClient, providerIds: string[]): Promise<Mail[]> {
  const { rows } = await client.query<Mail>(
    "SELECT id, provider_id, state, note FROM outbox_mail WHERE provider_id = ANY ($1) ORDER BY id FOR UPDATE",
    [providerIds],
  );
  return rows;
}

/** In the order in which recordEvents locks them, too. What is applied keeps no hash of whom it was about. */
async function claimEvents(client: pg.PoolClient, mails: Mail[], now: Date): Promise<WaitingEvent[]> {
  const { rows } = await client.query<WaitingEvent>(
    `WITH waiting AS (
       SELECT id, address_hash, mailbox_hash FROM mail_event WHERE provider_id = ANY ($1) AND applied_at IS NULL ORDER BY id FOR UPDATE
     )
     UPDATE mail_event e SET applied_at = $2, address_hash = NULL, mailbox_hash = NULL FROM waiting WHERE e.id = waiting.id
     RETURNING e.provider_id, e.kind, e.at, waiting.address_hash, waiting.mailbox_hash, EXISTS (
       SELECT FROM mail_event o WHERE o.provider_id = e.provider_id AND o.kind = ANY ($3) AND o.at >= e.at
     ) AS counted_later, EXISTS (SELECT FROM outbox_mail m WHERE m.provider_id = e.provider_id AND m.priority = $4) AS is_written`,
    [mails.map((mail) => mail.provider_id), now, COUNTED_KINDS, WRITTEN_PRIORITY],
  );
  return rows;
}

async function moveMails(client: pg.PoolClient, mails: Mail[], events: WaitingEvent[]): Promise<void> {
  const moved = mails.flatMap((mail) => {
    const own = events.filter((event) => event.provider_id === mail.provider_id);
    const outcome = outcomeOf(
      mail,
      own.map((event) => event.kind),
    );
    const firstAt = new Date(Math.min(...own.map((event) => event.at.getTime())));
    return outcome ? [{ id: mail.id, firstAt, ...outcome }] : [];
  });
  if (moved.length === 0) return;
  await client.query(
    `UPDATE outbox_mail m SET state = o.state, note = o.note, sent_at = coalesce(m.sent_at, o.first_at)
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS o(id, state, note, first_at) WHERE m.id = o.id`,
    [
      moved.map(({ id }) => id),
      moved.map(({ state }) => state),
      moved.map(({ note }) => note),
      moved.map(({ firstAt }) => firstAt),
    ],
  );
}

/**
 * Where a mail stands after these events, or null where it stays: it moves only to what weighs more, and one that
 * failed or was dropped stays so. (A mail in doubt has no id of the provider, so no event reaches it.)
 */
export function outcomeOf(
  { state, note }: { state: MailState; note: string | null },
  kinds: EventKind[],
): Outcome | null {
  const weight = weightOf(state, note);
  const heaviest = Math.max(-1, ...kinds.map((kind) => EVENT_KINDS.indexOf(kind)));
  const kind = EVENT_KINDS[heaviest];
  return weight !== null && kind !== undefined && heaviest > weight ? OUTCOMES[kind] : null;
}

function weightOf(state: MailState, note: string | null): number | null {
  if (state === "failed") return null;
  const kinds = EVENT_KINDS.filter((kind) => OUTCOMES[kind].state === state);
  const kind = kinds.find((known) => OUTCOMES[known].note === note) ?? kinds.at(-1);
  return kind === undefined ? null : EVENT_KINDS.indexOf(kind);
}

type AddressEffect = { hash: Buffer; at: Date; run: (hash: Buffer) => Promise<void> };

/** In one order of addresses, so that two who apply events at once do not wait for each other; per address by time. */
async function applyToAddresses(client: pg.PoolClient, events: WaitingEvent[], now: Date): Promise<void> {
  const counted = await countedAmong(client, events);
  const effects = events
    .filter((event) => event.kind !== "delivered" || counted.has(hexOf(event)))
    .flatMap((event) => addressEffect(client, event, now));
  effects.sort((a, b) => Buffer.compare(a.hash, b.hash) || a.at.getTime() - b.at.getTime());
  for (const { hash, run } of effects) await run(hash);
}

const hexOf = (event: WaitingEvent) => event.address_hash?.toString("hex") ?? "";

/** Nearly all mails arrive, at addresses that never bounced: these have nothing to forget. As hex. */
async function countedAmong(client: pg.PoolClient, events: WaitingEvent[]): Promise<Set<string>> {
  const delivered = events.filter(({ kind }) => kind === "delivered").map(({ address_hash }) => address_hash);
  if (delivered.length === 0) return new Set();
  const { rows } = await client.query<{ hex: string }>(
    "SELECT encode(address_hash, 'hex') AS hex FROM suppression WHERE address_hash = ANY ($1) AND reason IS NULL",
    [delivered],
  );
  const bounced = events.filter(({ kind }) => COUNTED_KINDS.includes(kind)).map(hexOf);
  return new Set([...rows.map(({ hex }) => hex), ...bounced]);
}

function addressEffect(client: pg.PoolClient, event: WaitingEvent, now: Date): AddressEffect[] {
  const { kind, at, address_hash: exact, mailbox_hash: mailbox, counted_later } = event;
  if (!exact || !mailbox || (kind === "content-refused" && event.is_written)) return [];
  if (kind === "bounced" || kind === "suppressed")
    return [{ hash: exact, at, run: (hash) => suppress(client, hash, "bounce", now) }];
  if (kind === "complained")
    return [{ hash: mailbox, at, run: (hash) => suppress(client, hash, "complaint", now) }];
  if (COUNTED_KINDS.includes(kind))
    return [{ hash: exact, at, run: (hash) => countSoftBounce(client, hash, at) }];
  // Some servers take a mail and send it back later: that was no delivery.
  if (kind === "delivered" && !counted_later)
    return [{ hash: exact, at, run: (hash) => forgetSoftBounces(client, hash, at) }];
  return [];
}
