import type pg from "pg";
import type { OutboxRow } from "./compose";
import { BETWEEN_MAILS, LINK_WAIT, MAIL_SPAN, MAILS_PER_ADDRESS, UNCONFIRMED_LINK } from "./limits";
import type { MailKind } from "./states";

/** SQL that tells the mails which a stranger's sign-ups cause, among the kinds that a stranger can cause. */
const CAUSED_BY_SIGN_UP = `(kind <> 'manage-signature' OR priority = ${UNCONFIRMED_LINK})`;
type Budget = "sign-ups" | "links";
/** Kinds that a stranger can cause by typing an address: these are limited per address, each budget by itself. */
const BUDGET_OF: Partial<Record<MailKind, Budget>> = {
  "confirm-signature": "sign-ups",
  "mailbox-full": "sign-ups",
  "manage-signature": "links",
};
const LIMITED_KINDS = Object.keys(BUDGET_OF);

export type LimitedRow = {
  id: string;
  kind: MailKind;
  created_at: Date;
  /** The mailbox's hash, and those it had under former secrets (mailboxHashes). */
  hashes: [Buffer, ...Buffer[]];
};
/** Held back until then, or for good. */
export type Hold = { until: Date } | "over";

/**
 * Which of these rows the limits per address hold back, also against each other: a mail too soon after the last of its
 * budget waits, as does a link beyond its number; a sign-up's mail beyond the number is over. The count is taken under
 * a lock per address until the transaction ends, for two workers may hold two mails to one address.
 */
export async function holdByLimit(
  client: pg.PoolClient,
  rows: LimitedRow[],
  now: Date,
): Promise<Map<string, Hold>> {
  const limited = rows
    .filter((row) => BUDGET_OF[row.kind] !== undefined)
    .sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  const known = await mailedSoFar(client, limited, now);
  const held = new Map<string, Hold>();
  for (const row of limited) {
    const budget = BUDGET_OF[row.kind] ?? "sign-ups";
    const key = `${budget} ${row.hashes[0].toString("hex")}`;
    const mailed = known.get(key) ?? [];
    const hold = holdAfter(budget, mailed, now);
    if (hold) held.set(row.id, hold);
    else known.set(key, [now, ...mailed]);
  }
  return held;
}

/** Takes when mails of the budget were sent within MAIL_SPAN, the last first. */
function holdAfter(budget: Budget, mailed: Date[], now: Date): Hold | null {
  const [last] = mailed;
  const isBeyond = mailed.length >= MAILS_PER_ADDRESS;
  if (budget === "sign-ups" && isBeyond) return "over";
  const until = new Date((last?.getTime() ?? 0) + (isBeyond ? LINK_WAIT : BETWEEN_MAILS));
  return until > now ? { until } : null;
}

/** Per budget and address, when mails were sent, the last first. Locks are taken in one order, so that workers cannot block each other. */
async function mailedSoFar(
  client: pg.PoolClient,
  rows: LimitedRow[],
  now: Date,
): Promise<Map<string, Date[]>> {
  const mailboxes = new Map(rows.map(({ hashes }) => [hashes[0].toString("hex"), hashes]));
  await client.query(
    "SELECT pg_advisory_xact_lock(lock) FROM (SELECT lock FROM unnest($1::bigint[]) AS t(lock) ORDER BY lock) AS locks",
    [[...mailboxes.values()].map(([hash]) => hash.readBigInt64BE(0).toString())],
  );
  const { rows: past } = await client.query<{ address_hash: Buffer; by_sign_up: boolean; sent_at: Date }>(
    `SELECT address_hash, ${CAUSED_BY_SIGN_UP} AS by_sign_up, sent_at FROM outbox_mail
     WHERE address_hash = ANY ($1) AND sent_at > $2 AND kind = ANY ($3) ORDER BY sent_at DESC`,
    [[...mailboxes.values()].flat(), new Date(now.getTime() - MAIL_SPAN), LIMITED_KINDS],
  );
  const sent = new Map<string, Date[]>();
  for (const [key, hashes] of mailboxes) {
    const own = past.filter((row) => hashes.some((hash) => hash.equals(row.address_hash)));
    sent.set(
      `sign-ups ${key}`,
      own.filter((row) => row.by_sign_up).map((row) => row.sent_at),
    );
    sent.set(
      `links ${key}`,
      own.filter((row) => !row.by_sign_up).map((row) => row.sent_at),
    );
  }
  return sent;
}

/**
 * For links to mailboxes where nothing is confirmed: marks those (and unmarks the others) and returns the ids of those
 * for which the mailbox has had, or is about to have, all the mails that sign-ups may cause, also under a former secret.
 * Takes all rows of the pass and which of them are such; within the transaction that holds them and the lock of their addresses.
 */
export async function overAsUnconfirmed(
  client: pg.PoolClient,
  rows: Pick<OutboxRow, "id">[],
  unconfirmed: Pick<OutboxRow, "id" | "mailbox">[],
  now: Date,
): Promise<Set<string>> {
  const idsOf = (some: Pick<OutboxRow, "id">[]) => some.map(({ id }) => id);
  await client.query(
    `UPDATE outbox_mail SET priority = CASE WHEN id = ANY ($2) THEN ${UNCONFIRMED_LINK} ELSE 0 END
     WHERE id = ANY ($1) AND priority <> CASE WHEN id = ANY ($2) THEN ${UNCONFIRMED_LINK} ELSE 0 END`,
    [idsOf(rows), idsOf(unconfirmed)],
  );
  if (unconfirmed.length === 0) return new Set();
  const names = unconfirmed.flatMap(({ id, mailbox }) => mailbox.map((hash) => ({ id, hash })));
  const { rows: over } = await client.query<{ id: string }>(
    `SELECT o.id FROM unnest($1::uuid[], $5::bytea[]) AS o(id, hash) JOIN outbox_mail m ON m.address_hash = o.hash
     WHERE m.id <> o.id AND m.kind = ANY ($3) AND ${CAUSED_BY_SIGN_UP} AND (m.state = 'waiting' OR m.sent_at > $2)
     GROUP BY o.id HAVING count(*) >= $4`,
    [
      idsOf(names),
      new Date(now.getTime() - MAIL_SPAN),
      LIMITED_KINDS,
      MAILS_PER_ADDRESS,
      names.map(({ hash }) => hash),
    ],
  );
  return new Set(idsOf(over));
}
