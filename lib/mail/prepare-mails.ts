import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { formerKeys } from "@/lib/db/former-keys";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { describeError } from "@/lib/logging/log";
import type { Composed, Composers, Envelope, OutboxRow } from "./compose";
import { type Hold, holdByLimit } from "./limit-mails";
import { mailboxHashes } from "./mailbox-hash";
import { finishMail, type RenderedMail } from "./render-mail";
import { isWritten, type MailKind } from "./states";
import {
  issueNeverMailToken,
  type SuppressionHashes,
  suppressedAmong,
  suppressionHasher,
} from "./suppression";

export type PrepareContext = {
  keys: KeyRing;
  composers: Composers;
  /** Origin the public sees, for links. */
  appUrl: string;
  now: Date;
};

/** A mail that may be delivered now. */
export type ReadyMail = {
  id: string;
  kind: MailKind;
  priority: number;
  to: string;
  mail: RenderedMail;
  /** The token with which its reader ends mails. */
  neverMailToken: string;
  /** Null for mails of the house. */
  envelope: Envelope | null;
};
/** A mail that may not, or not yet. */
export type HeldMail = {
  id: string;
  state: "waiting" | "dropped" | "failed";
  sendAfter?: Date;
  note: string;
};

/** Mails of one pass; the provider takes as many in one request. */
export const BATCH_SIZE = 100;

type Row = {
  id: string;
  kind: MailKind;
  priority: number;
  subject_id: string | null;
  locale: string;
  address_enc: Buffer;
  address_hash: Buffer;
  payload_enc: Buffer | null;
  created_at: Date;
};
type OpenRow = { row: Row; open: OutboxRow; to: string; hashes: SuppressionHashes };

/**
 * Takes up to BATCH_SIZE waiting mails that are due, the most urgent first, rows that no other worker holds, mails of
 * the house and those that people wrote never together, of these only those to one address, and checks each as it
 * leaves: its address is not suppressed, not over its limit, and the noun it belongs to still wants it (that composes
 * it). Within the caller's transaction, which holds the rows. Held mails are recorded here; the ready ones are the
 * caller's to deliver.
 */
export async function prepareMails(
  client: pg.PoolClient,
  context: PrepareContext,
): Promise<{ ready: ReadyMail[]; held: HeldMail[] }> {
  const rows = await takeDue(client, context.now);
  if (rows.length === 0) return { ready: [], held: [] };
  const held: HeldMail[] = [];
  const hasher = await suppressionHasher(client, context.keys, context.now);
  const former = await formerKeys(client, context.keys, "mail-address-hash");
  const readable = rows.flatMap((row) => openRow({ keys: context.keys, hasher, former }, row, held));
  const wanted = await withoutSuppressed(client, readable, held, context.now);
  const free = await withoutLimited(client, wanted, held, context.now);
  const ready = await composeAll(client, context, free, held);
  await recordHeld(client, held);
  return { ready, held };
}

async function takeDue(client: pg.PoolClient, now: Date): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT id, kind, priority, subject_id, locale, address_enc, address_hash, payload_enc, created_at FROM outbox_mail
     WHERE state = 'waiting' AND send_after <= $1 ORDER BY priority, send_after, id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, BATCH_SIZE],
  );
  const [first] = rows;
  return first ? rows.filter((row) => mayShare(first, row)) : [];
}

/** Of what people wrote, only mails to one mailbox share a request: one that is stopped then keeps back no other's. */
function mayShare(first: Row, { kind, address_hash }: Row): boolean {
  if (isWritten(kind) !== isWritten(first.kind)) return false;
  return !isWritten(kind) || address_hash.equals(first.address_hash);
}

/** A row that cannot be opened fails alone, and stays visible. */
function openRow(
  { keys, hasher, former }: { keys: KeyRing; hasher: (to: string) => SuppressionHashes; former: Buffer[] },
  row: Row,
  held: HeldMail[],
): OpenRow[] {
  try {
    const payload = row.payload_enc
      ? (JSON.parse(unseal(keys, "mail-fields", "outbox_mail.payload", row.payload_enc)) as Record<
          string,
          string
        >)
      : {};
    const to = unseal(keys, "mail-fields", "outbox_mail.address", row.address_enc);
    const locale: Locale = isLocale(row.locale) ? row.locale : DEFAULT_LOCALE;
    const mailbox = mailboxHashes(keys, former, to, row.address_hash);
    const open = { id: row.id, kind: row.kind, subjectId: row.subject_id, locale, payload, mailbox };
    return [{ row, open, to, hashes: hasher(to) }];
  } catch (error) {
    held.push({ id: row.id, state: "failed", note: describeError(error).kind });
    return [];
  }
}

async function withoutSuppressed(
  client: pg.PoolClient,
  rows: OpenRow[],
  held: HeldMail[],
  now: Date,
): Promise<OpenRow[]> {
  const suppressed = await suppressedAmong(
    client,
    rows.flatMap(({ hashes }) => [hashes.exact, hashes.mailbox]),
    now,
  );
  return rows.filter(({ row, hashes }) => {
    const stopped = [hashes.exact, hashes.mailbox].some((hash) => suppressed.has(hash.toString("hex")));
    if (stopped) held.push({ id: row.id, state: "dropped", note: "suppressed" });
    return !stopped;
  });
}

async function withoutLimited(
  client: pg.PoolClient,
  rows: OpenRow[],
  held: HeldMail[],
  now: Date,
): Promise<OpenRow[]> {
  const limited = rows.map(({ row, open }) => ({
    id: row.id,
    kind: row.kind,
    priority: row.priority,
    created_at: row.created_at,
    hashes: open.mailbox,
  }));
  const holds = await holdByLimit(client, limited, now);
  return rows.filter(({ row }) => {
    const hold = holds.get(row.id);
    if (hold) held.push(heldByLimit(row.id, hold));
    return !hold;
  });
}

function heldByLimit(id: string, hold: Hold): HeldMail {
  if (hold === "over") return { id, state: "dropped", note: "over the limit per address" };
  return { id, state: "waiting", sendAfter: hold.until, note: "soon after the last" };
}

/** Kind by kind; a database that is away fails the pass. */
async function composeAll(
  client: pg.PoolClient,
  { keys, composers, appUrl, now }: PrepareContext,
  rows: OpenRow[],
  held: HeldMail[],
): Promise<ReadyMail[]> {
  const composed = new Map<string, Composed>();
  for (const kind of new Set(rows.map(({ open }) => open.kind))) {
    const ofKind = rows.map(({ open }) => open).filter((open) => open.kind === kind);
    for (const [id, made] of await composers[kind](client, ofKind, now)) composed.set(id, made);
  }
  return rows.flatMap(({ row, open, to, hashes }): ReadyMail[] => {
    const made = composed.get(row.id) ?? { fail: "no composer answered" };
    if ("drop" in made) held.push({ id: row.id, state: "dropped", note: made.drop });
    else if ("fail" in made) held.push({ id: row.id, state: "failed", note: made.fail });
    else {
      const neverMailToken = issueNeverMailToken(keys, hashes);
      const envelope = made.envelope ?? null;
      const neverMailUrl = `${appUrl}/${open.locale}/unsubscribe/${neverMailToken}`;
      const mail = envelope ? made.mail : finishMail(made.mail, { neverMailUrl });
      return [{ id: row.id, kind: row.kind, priority: row.priority, to, mail, neverMailToken, envelope }];
    }
    return [];
  });
}

/** What is not to be sent any more keeps neither address nor payload. */
async function recordHeld(client: pg.PoolClient, held: HeldMail[]): Promise<void> {
  if (held.length === 0) return;
  await client.query(
    `UPDATE outbox_mail m SET state = o.state, send_after = coalesce(o.send_after, m.send_after), note = o.note,
       attempts = m.attempts + CASE WHEN o.state = 'waiting' THEN 0 ELSE 1 END,
       address_enc = CASE WHEN o.state = 'waiting' THEN m.address_enc END, payload_enc = CASE WHEN o.state = 'waiting' THEN m.payload_enc END
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[]) AS o(id, state, send_after, note) WHERE m.id = o.id`,
    [
      held.map(({ id }) => id),
      held.map(({ state }) => state),
      held.map(({ sendAfter }) => sendAfter ?? null),
      held.map(({ note }) => note),
    ],
  );
}
