import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { JOURNAL_KINDS, type JournalKind, utcDay } from "@/lib/db/journal";
import type { JournalLine } from "@/lib/db/journal-files";
import { hasSealedKey } from "@/lib/db/sealed-key";
import { inTransaction } from "@/lib/db/transaction";
import { repeatWord } from "@/lib/mail/suppression";
import { DAY } from "@/lib/time/durations";
import { destroyHashKey } from "./destroy-hash-keys";
import { DESTROY_CODE, DESTROY_HASHES, DESTROY_PERSON, deletePending, emptyMails } from "./destroy-traces";
import { unlistSigner } from "./list-signers";
import { lockSignature, type OwnSignature } from "./own-signature";
import { mayMove } from "./states";
import { giveBack } from "./undo-withdrawal";
import { withdraw } from "./withdraw-signature";

/** `takenAt`: when the backup was taken. */
type Context = { pool: pg.Pool; keys: KeyRing; now: Date; takenAt: Date };
/**
 * `again`: sign-ups that waited in the backup and were confirmed since; they are gone, and have to be made again.
 * `unheard`: words of "never mail me" that cannot be repeated, for the backup lacks the key of their hashes.
 */
export type Replayed = Record<JournalKind | "again" | "unheard", number>;

/** What became of one signature in the end. `lessened`: what of it was shown less, were it only for a time. */
type Fate = {
  /** The last of its turns. */
  last: { turn: number; withdrawn: boolean };
  erased: boolean;
  forgotten: boolean;
  /** Whether its code is gone too. */
  codeless: boolean;
  lessened: Set<keyof typeof LESSEN>;
};

/** Kinds whose ids are none of signatures'. An erasure may be a letter's too: ids are random, and no two are one. */
const NO_SIGNATURES: readonly JournalKind[] = ["hash-key", "never-mail", "hide-reply"];

/** Always towards the least public: who wants more chooses it again. */
const LESSEN = {
  hide: "UPDATE signature SET display = 'counted' WHERE id = $1 AND display <> 'counted'",
  "no-news":
    "UPDATE signature SET updates = false, updates_stopped_at = date_trunc('day', $2::timestamptz, 'UTC') WHERE id = $1 AND updates",
  "hide-reason":
    "UPDATE signature SET reason_state = 'hidden' WHERE id = $1 AND reason_enc IS NOT NULL AND reason_state IS DISTINCT FROM 'hidden'",
} as const;

/**
 * Does again, in a restored database, what the journal says was done since: withdrawals and their undoing, erasures, what
 * is shown less, mails ended by their reader, and destroyed hash keys. What the backup knew already changes nothing, and
 * ids that it does not know are skipped. Returns how many signatures, mailboxes and petitions were changed.
 */
export async function replayJournal(context: Context, lines: JournalLine[]): Promise<Replayed> {
  const counts = [...JOURNAL_KINDS, "again", "unheard"].map((kind) => [kind, 0]);
  const done = Object.fromEntries(counts) as Replayed;
  const of = (kind: JournalKind) => lines.filter((line) => line.kind === kind);
  for (const [id, fate] of fates(context, lines)) await replaySignature(context, id, fate, done);
  for (const { id, day } of of("hash-key")) done["hash-key"] += await replayHashKey(context, id, day);
  const words = of("never-mail").filter((line) => mayBeUnknown(context, line));
  return { ...done, ...(await replayNeverMail(context, words)) };
}

/**
 * Whether a backup may not know of a line. What can be chosen anew is done again only then, for it may have been chosen
 * anew before the backup; days are all that lines have, and a transaction of late evening may end after midnight.
 */
function mayBeUnknown({ takenAt }: Context, { day }: JournalLine): boolean {
  return day >= utcDay(new Date(takenAt.getTime() - DAY));
}

function fates(context: Context, lines: JournalLine[]): Map<string, Fate> {
  const known = new Map<string, Fate>();
  for (const line of lines.filter(({ kind }) => !NO_SIGNATURES.includes(kind))) {
    const { kind, id, turn } = line;
    const fate = known.get(id) ?? newFate();
    if (turn > fate.last.turn) fate.last = { turn, withdrawn: kind === "withdraw" };
    if (kind === "erase") fate.erased = true;
    if (kind === "forget" || kind === "forget-code") fate.forgotten = true;
    if (kind === "forget-code") fate.codeless = true;
    if (isLessening(kind) && mayBeUnknown(context, line)) fate.lessened.add(kind);
    known.set(id, fate);
  }
  return known;
}

function newFate(): Fate {
  const none = { erased: false, forgotten: false, codeless: false };
  return { last: { turn: 0, withdrawn: false }, ...none, lessened: new Set() };
}

function isLessening(kind: JournalKind): kind is keyof typeof LESSEN {
  return kind in LESSEN;
}

function replaySignature(context: Context, id: string, fate: Fate, done: Replayed): Promise<void> {
  return inTransaction(context.pool, async (client) => {
    const signature = await lockSignature(client, { where: "s.id = $1", values: [id] });
    if (!signature) return;
    if (signature.state === "pending" && (fate.erased || fate.forgotten || fate.last.withdrawn))
      return await leavePending(client, context, signature, fate, done);
    for (const kind of fate.lessened) done[kind] += await lessen(client, context, kind, id);
    if (fate.last.turn > signature.turns) await replayTurn(client, context, signature, fate, done);
    if (fate.erased || fate.forgotten) await erase(client, context, signature, fate, done);
  });
}

/** The last turn is done with its own number, so that those to come are higher. */
async function replayTurn(
  client: pg.PoolClient,
  context: Context,
  signature: OwnSignature,
  { last: { turn, withdrawn } }: Fate,
  done: Replayed,
): Promise<void> {
  await client.query("UPDATE signature SET turns = $2 WHERE id = $1", [signature.id, turn]);
  const before = { ...signature, turns: turn - 1 };
  if (withdrawn && mayMove(signature.state, "withdraw")) {
    await withdraw(client, context, before);
    done.withdraw += 1;
  }
  if (!withdrawn && mayMove(signature.state, "return") && (await giveBack(client, before, context.now)))
    done.return += 1;
}

/**
 * A sign-up that waited in the backup. It was confirmed since and forgotten, withdrawn or erased, or taken back before: what
 * its person wrote goes. It can't be counted again, for whether it was confirmed, and the code for it, is nowhere. Who
 * withdrew wants nothing more; of an erasure alone nobody can tell whether it had been confirmed, so it counts as such.
 */
async function leavePending(
  client: pg.PoolClient,
  { keys }: Context,
  signature: OwnSignature,
  { forgotten, codeless, last: { withdrawn } }: Fate,
  done: Replayed,
): Promise<void> {
  await deletePending(client, keys, signature);
  done[kindOf({ erased: !forgotten, codeless })] += 1;
  if (!withdrawn) done.again += 1;
}

async function lessen(
  client: pg.PoolClient,
  { now }: Context,
  kind: keyof typeof LESSEN,
  id: string,
): Promise<number> {
  if (kind === "hide") await unlistSigner(client, id);
  const values = kind === "no-news" ? [id, now] : [id];
  return (await client.query(LESSEN[kind], values)).rowCount ?? 0;
}

/** The row may know nothing any more; then only the hashes of what was erased can still be there. */
async function erase(
  client: pg.PoolClient,
  { keys }: Context,
  signature: OwnSignature,
  fate: Fate,
  done: Replayed,
): Promise<void> {
  await unlistSigner(client, signature.id);
  await emptyMails(client, keys, signature);
  // The code of "forget me" stays good while its signature is counted and nobody erased it.
  const { erased, codeless } = fate;
  const gone = [...(erased ? [DESTROY_HASHES] : []), ...(erased || codeless ? [DESTROY_CODE] : [])];
  const { rowCount } = await client.query(
    `UPDATE signature SET ${[DESTROY_PERSON, ...gone].join(", ")} WHERE id = $1
       AND (name_enc IS NOT NULL OR email_enc IS NOT NULL OR reason_enc IS NOT NULL OR ($2 AND email_hash IS NOT NULL) OR ($3 AND withdrawal_hash IS NOT NULL))`,
    [signature.id, erased, erased || codeless],
  );
  done[kindOf(fate)] += rowCount ?? 0;
}

function kindOf({ erased, codeless }: Pick<Fate, "erased" | "codeless">): JournalKind {
  if (erased) return "erase";
  return codeless ? "forget-code" : "forget";
}

/** The petition closed after the backup was taken, at the latest 24 hours before its key was destroyed. */
function replayHashKey({ pool, now }: Context, id: string, day: string): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; closed_at: Date | null; hash_key_enc: Buffer }>(
      "SELECT id, closed_at, hash_key_enc FROM petition WHERE id = $1 AND hash_key_enc IS NOT NULL FOR UPDATE",
      [id],
    );
    const petition = rows[0];
    if (!petition) return 0;
    const closed_at = petition.closed_at ?? new Date(`${day}T00:00:00Z`);
    await client.query("UPDATE petition SET state = 'closed', closed_at = $2 WHERE id = $1", [id, closed_at]);
    await destroyHashKey(client, { ...petition, closed_at }, now);
    return 1;
  });
}

async function replayNeverMail(
  { pool, now }: Context,
  lines: JournalLine[],
): Promise<Pick<Replayed, "never-mail" | "unheard">> {
  if (!(await hasSealedKey(pool, "suppression"))) return { "never-mail": 0, unheard: lines.length };
  let repeated = 0;
  for (const { id } of lines) if (await repeatWord(pool, id, now)) repeated += 1;
  return { "never-mail": repeated, unheard: 0 };
}
