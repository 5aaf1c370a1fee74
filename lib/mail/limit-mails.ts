import type pg from "pg";
import type { OutboxRow } from "./compose";
import {
  BETWEEN_MAILS,
  BETWEEN_WRITER_MAILS,
  KNOWN_WRITER_MAILS,
  LINK_WAIT,
  MAIL_SPAN,
  MAILS_PER_ADDRESS,
  UNCONFIRMED_LINK,
} from "./limits";
import type { MailKind } from "./states";

/** SQL that tells the mails which a stranger's sign-ups cause, among the kinds that a stranger can cause. */
const CAUSED_BY_SIGN_UP = `(kind IN ('confirm-signature', 'mailbox-full') OR priority = ${UNCONFIRMED_LINK})`;
/** SQL for when a mail was sent at the latest: where a signer is forgotten, its moment is cut to the day (forget-mails.ts). */
const SENT_BY =
  "CASE WHEN sent_at = date_trunc('day', sent_at, 'UTC') THEN sent_at + interval '1 day' ELSE sent_at END";
type Budget = "sign-ups" | "links" | "letters";
/** Kinds that a stranger can cause by typing an address: these are limited per address, each budget by itself. */
const BUDGET_OF: Partial<Record<MailKind, Budget>> = {
  "confirm-signature": "sign-ups",
  "mailbox-full": "sign-ups",
  "manage-signature": "links",
  "confirm-letter": "letters",
};
const LIMITED_KINDS = Object.keys(BUDGET_OF);

export type LimitedRow = {
  id: string;
  kind: MailKind;
  priority: number;
  created_at: Date;
  /** The mailbox's hash, and those it had under former secrets (mailboxHashes). */
  hashes: [Buffer, ...Buffer[]];
};
type Mailed = { kind: MailKind; at: Date };
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
    const budget = budgetOf(row);
    const key = `${budget} ${row.hashes[0].toString("hex")}`;
    const mailed = known.get(key) ?? [];
    const hold = holdAfter(budget, row.kind, mailed, now);
    if (hold) held.set(row.id, hold);
    else known.set(key, [{ kind: row.kind, at: now }, ...mailed]);
  }
  return held;
}

/** A question about a letter is marked when it is written; a link as it leaves, so that it waits among the links till then. */
function budgetOf({ kind, priority }: { kind: MailKind; priority: number }): Budget {
  if (kind === "confirm-letter" && priority === UNCONFIRMED_LINK) return "sign-ups";
  return BUDGET_OF[kind] ?? "sign-ups";
}

/**
 * Takes the mails of the budget within MAIL_SPAN, the last first. Whoever has just signed and goes on to write a letter is
 * asked about that at once: the number counts them together, the wait does not.
 */
function holdAfter(budget: Budget, kind: MailKind, mailed: Mailed[], now: Date): Hold | null {
  const isLetter = kind === "confirm-letter";
  const last = mailed.find((mail) => (mail.kind === "confirm-letter") === isLetter);
  const isBeyond = mailed.length >= (budget === "letters" ? KNOWN_WRITER_MAILS : MAILS_PER_ADDRESS);
  if (budget !== "links" && isBeyond) return "over";
  const between = budget === "letters" ? BETWEEN_WRITER_MAILS : BETWEEN_MAILS;
  const until = new Date((last?.at.getTime() ?? 0) + (isBeyond ? LINK_WAIT : between));
  return until > now ? { until } : null;
}

/** Per budget and address, what was sent, the last first. Locks are taken in one order, so that workers cannot block each other. */
async function mailedSoFar(
  client: pg.PoolClient,
  rows: LimitedRow[],
  now: Date,
): Promise<Map<string, Mailed[]>> {
  const mailboxes = new Map(rows.map(({ hashes }) => [hashes[0].toString("hex"), hashes]));
  await client.query(
    "SELECT pg_advisory_xact_lock(lock) FROM (SELECT lock FROM unnest($1::bigint[]) AS t(lock) ORDER BY lock) AS locks",
    [[...mailboxes.values()].map(([hash]) => hash.readBigInt64BE(0).toString())],
  );
  const { rows: past } = await client.query<Mailed & { address_hash: Buffer; by_sign_up: boolean }>(
    `SELECT address_hash, kind, ${CAUSED_BY_SIGN_UP} AS by_sign_up, sent_at AS at FROM outbox_mail
     WHERE address_hash = ANY ($1) AND ${SENT_BY} > $2 AND kind = ANY ($3) ORDER BY sent_at DESC`,
    [[...mailboxes.values()].flat(), new Date(now.getTime() - MAIL_SPAN), LIMITED_KINDS],
  );
  const sent = new Map<string, Mailed[]>();
  for (const [key, hashes] of mailboxes)
    for (const { address_hash, by_sign_up, kind, at } of past) {
      if (!hashes.some((hash) => hash.equals(address_hash))) continue;
      const name = `${by_sign_up ? "sign-ups" : budgetOf({ kind, priority: 0 })} ${key}`;
      sent.set(name, [...(sent.get(name) ?? []), { kind, at }]);
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
     WHERE m.id <> o.id AND m.kind = ANY ($3) AND ${CAUSED_BY_SIGN_UP} AND (m.state = 'waiting' OR ${SENT_BY} > $2)
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
