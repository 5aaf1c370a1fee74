import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken, type ReadToken, readToken } from "@/lib/crypto/token";
import { formerKeys } from "@/lib/db/former-keys";
import { utcDay } from "@/lib/db/journal";
import { sealedKey } from "@/lib/db/sealed-key";
import { readAddress } from "./address";
import { SOFT_BOUNCE_SPAN, SOFT_BOUNCES } from "./limits";
import { mailboxName } from "./mailbox-hash";
import { SUPPRESSION_REASONS, type SuppressionReason } from "./states";

type Queryable = Pick<pg.Pool, "query">;

/**
 * The two hashes (16 bytes each) an address can be suppressed under: `exact` by a bounce, which speaks of this very
 * spelling (a tag that a server does not know must not silence its owner), and `mailbox`, without its tag, by its
 * owner's word.
 */
export type SuppressionHashes = { exact: Buffer; mailbox: Buffer };

/** Half an HMAC-SHA-256 (RFC 2104, section 5, allows that) also fits a token. */
const HASH_BYTES = 16;

/** Hashes addresses under the suppression key, which is read once. The function it returns takes an address as it is mailed to. */
export async function suppressionHasher(
  database: Queryable,
  keys: KeyRing,
  now: Date,
): Promise<(to: string) => SuppressionHashes> {
  const key = await sealedKey(database, keys, "suppression", now);
  const hash = (name: string) => keyedHash(key, name).subarray(0, HASH_BYTES);
  return (to) => {
    const read = readAddress(to);
    // A domain may have been listed as disposable since the mail was asked for; its address is one all the same.
    const address = read.ok ? read.address : { deliverable: to, canonical: to.toLowerCase() };
    return { exact: hash(`exact:${address.deliverable.toLowerCase()}`), mailbox: hash(mailboxName(address)) };
  };
}

/** Hashes one address. */
export async function suppressionHashes(
  database: Queryable,
  keys: KeyRing,
  to: string,
  now: Date,
): Promise<SuppressionHashes> {
  return (await suppressionHasher(database, keys, now))(to);
}

/** A mailbox that was full for three mails may be emptied: soft bounces are believed this far back. */
const before = (now: Date) => new Date(now.getTime() - SOFT_BOUNCE_SPAN);

/** Which of these hashes get no mail, as hex. */
export async function suppressedAmong(
  database: Queryable,
  hashes: Buffer[],
  now: Date,
): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const { rows } = await database.query<{ address_hash: Buffer }>(
    `SELECT address_hash FROM suppression WHERE address_hash = ANY ($1) AND reason IS NOT NULL AND NOT (reason = 'soft-bounces' AND since < $2)`,
    [hashes, before(now)],
  );
  return new Set(rows.map((row) => row.address_hash.toString("hex")));
}

/** What its owner said, not a server: a restore must not forget it. */
const OWN_WORDS = ["never-mail", "complaint"] as const satisfies readonly SuppressionReason[];
const isOwnWord = (reason: SuppressionReason) => OWN_WORDS.some((word) => word === reason);

/**
 * Ends mails to an address. The stronger reason stays: an owner's word outlasts a server's, a hard bounce soft ones, which
 * lapse. A new word of an owner goes into the journal in the same statement, as the mailbox's hash and the day.
 */
export async function suppress(
  database: Queryable,
  hash: Buffer,
  reason: SuppressionReason,
  now: Date,
): Promise<void> {
  await database.query(
    `WITH told AS (${SUPPRESS} RETURNING reason)
     INSERT INTO journal_entry (subject_id, kind, day) SELECT $5, 'never-mail', $6 FROM told WHERE $7`,
    [hash, reason, now, SUPPRESSION_REASONS, mailboxId(hash), utcDay(now), isOwnWord(reason)],
  );
}

const SUPPRESS = `INSERT INTO suppression AS s (address_hash, reason, since) VALUES ($1, $2, $3)
  ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason,
    since = CASE WHEN s.reason IS NULL OR s.reason = 'soft-bounces' THEN excluded.since ELSE s.since END
  WHERE s.reason IS NULL OR array_position($4::text[], s.reason) < array_position($4::text[], excluded.reason)`;

/**
 * Repeats in a restored database a word that the journal has; it is written down there already. Takes the mailbox's id in
 * the journal. Returns whether the database did not know.
 */
export async function repeatWord(database: Queryable, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await database.query(SUPPRESS, [
    mailboxHashOf(id),
    OWN_WORDS[0],
    now,
    SUPPRESSION_REASONS,
  ]);
  return rowCount === 1;
}

/** A mailbox's 16 bytes as tokens and the journal write them. */
function mailboxId(hash: Buffer): string {
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function mailboxHashOf(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}

/** Counts a soft bounce; at SOFT_BOUNCES within SOFT_BOUNCE_SPAN, without a delivery between, the address is suppressed. */
export async function countSoftBounce(database: Queryable, hash: Buffer, now: Date): Promise<void> {
  await database.query(
    `INSERT INTO suppression AS s (address_hash, since, soft_bounces) VALUES ($1, $2, 1)
     ON CONFLICT (address_hash) DO UPDATE SET
       soft_bounces = CASE WHEN s.since < $3 THEN 1 ELSE least(s.soft_bounces + 1, 1000) END,
       since = CASE WHEN s.since < $3 OR s.soft_bounces + 1 = $4 THEN excluded.since ELSE s.since END,
       reason = CASE WHEN s.since >= $3 AND s.soft_bounces + 1 >= $4 THEN 'soft-bounces' END
     WHERE s.reason IS NULL OR (s.reason = 'soft-bounces' AND s.since < $3)`,
    [hash, now, before(now), SOFT_BOUNCES],
  );
}

/** A delivery shows that the address works: soft bounces before it are forgotten. Takes when it was delivered. */
export async function forgetSoftBounces(database: Queryable, hash: Buffer, at: Date): Promise<void> {
  await database.query("DELETE FROM suppression WHERE address_hash = $1 AND reason IS NULL AND since <= $2", [
    hash,
    at,
  ]);
}

/** Its owner takes back a word of theirs; what servers said of the address stays. */
export async function allowMails(database: Queryable, hash: Buffer): Promise<void> {
  await database.query("DELETE FROM suppression WHERE address_hash = $1 AND reason = ANY ($2)", [
    hash,
    OWN_WORDS,
  ]);
}

/**
 * Somebody has looked at an address that bounced and says that it takes mail: what servers said of it is forgotten, what its
 * owner said stays. Takes it as it is mailed to.
 */
export async function forgiveBounces(
  database: Queryable,
  keys: KeyRing,
  to: string,
  now: Date,
): Promise<void> {
  const { exact } = await suppressionHashes(database, keys, to, now);
  await database.query(
    "DELETE FROM suppression WHERE address_hash = $1 AND (reason IS NULL OR reason <> ALL ($2))",
    [exact, OWN_WORDS],
  );
}

/** Whether an owner's word ends mails to a mailbox. */
export async function hasWord(database: Queryable, hash: Buffer): Promise<boolean> {
  const { rowCount } = await database.query(
    "SELECT FROM suppression WHERE address_hash = $1 AND reason = ANY ($2)",
    [hash, OWN_WORDS],
  );
  return rowCount === 1;
}

/** Tokens of "never mail me" do not run out: an old mail must still be able to end new ones. */
const NEVER = new Date("2100-01-01T00:00:00Z");

/** The token in every mail with which its reader ends mails to the mailbox, or allows them again. It names a hash, no signature. */
export function issueNeverMailToken(keys: KeyRing, { mailbox }: SuppressionHashes): string {
  return issueToken(keys, "never-mail", mailboxId(mailbox), NEVER);
}

/**
 * The mailbox's hash in such a token, also in one issued under a secret that was replaced long ago, or null for anything
 * that this installation did not issue for it.
 */
export async function readNeverMailToken(
  database: Queryable,
  keys: KeyRing,
  token: string,
): Promise<Buffer | null> {
  const read = readToken(keys, "never-mail", token) ?? (await readOldToken(database, keys, token));
  return read && mailboxHashOf(read.id);
}

async function readOldToken(database: Queryable, keys: KeyRing, token: string): Promise<ReadToken | null> {
  const former = await formerKeys(database, keys, "token");
  const read = former.map((key) => readToken({ id: keys.id, of: () => key }, "never-mail", token));
  return read.find((found) => found !== null) ?? null;
}
