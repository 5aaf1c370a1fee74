import type pg from "pg";
import { BETWEEN_MAILS, MAIL_SPAN, MAILS_PER_ADDRESS } from "./limits";
import type { MailKind } from "./states";

/** Kinds that a stranger can cause by typing an address: these are limited per address. */
const LIMITED_KINDS: readonly MailKind[] = ["confirm-signature", "mailbox-full", "manage-signature"];

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
 * Which of these rows the limits per address hold back, also against each other: a mail too soon after the last
 * waits, one beyond the number is over. The count is taken under a lock per address until the transaction ends, for two
 * workers may hold two mails to one address.
 */
export async function holdByLimit(
  client: pg.PoolClient,
  rows: LimitedRow[],
  now: Date,
): Promise<Map<string, Hold>> {
  const limited = rows
    .filter((row) => LIMITED_KINDS.includes(row.kind))
    .sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  const known = await mailedSoFar(client, limited, now);
  const held = new Map<string, Hold>();
  for (const row of limited) {
    const key = row.hashes[0].toString("hex");
    const mailed = known.get(key);
    if (mailed && mailed.sent >= MAILS_PER_ADDRESS) held.set(row.id, "over");
    else if (mailed && now.getTime() - mailed.last.getTime() < BETWEEN_MAILS)
      held.set(row.id, { until: new Date(mailed.last.getTime() + BETWEEN_MAILS) });
    else known.set(key, { sent: (mailed?.sent ?? 0) + 1, last: now });
  }
  return held;
}

/** Per address: how many mails within MAIL_SPAN, and the last. Locks are taken in one order, so that workers cannot block each other. */
async function mailedSoFar(
  client: pg.PoolClient,
  rows: LimitedRow[],
  now: Date,
): Promise<Map<string, { sent: number; last: Date }>> {
  const mailboxes = new Map(rows.map(({ hashes }) => [hashes[0].toString("hex"), hashes]));
  await client.query(
    "SELECT pg_advisory_xact_lock(lock) FROM (SELECT lock FROM unnest($1::bigint[]) AS t(lock) ORDER BY lock) AS locks",
    [[...mailboxes.values()].map(([hash]) => hash.readBigInt64BE(0).toString())],
  );
  const { rows: past } = await client.query<{ address_hash: Buffer; sent: number; last: Date }>(
    `SELECT address_hash, count(*)::int AS sent, max(sent_at) AS last FROM outbox_mail
     WHERE address_hash = ANY ($1) AND sent_at > $2 AND kind = ANY ($3) GROUP BY address_hash`,
    [[...mailboxes.values()].flat(), new Date(now.getTime() - MAIL_SPAN), LIMITED_KINDS],
  );
  const known = new Map(past.map((row) => [row.address_hash.toString("hex"), row]));
  const sums = new Map<string, { sent: number; last: Date }>();
  for (const [key, hashes] of mailboxes) {
    const found = hashes.flatMap((hash) => known.get(hash.toString("hex")) ?? []);
    if (found.length === 0) continue;
    const last = new Date(Math.max(...found.map((row) => row.last.getTime())));
    sums.set(key, { sent: found.reduce((sum, row) => sum + row.sent, 0), last });
  }
  return sums;
}
