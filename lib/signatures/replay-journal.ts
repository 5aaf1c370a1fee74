import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { destroyHashKey } from "./destroy-hash-keys";
import { DESTROY_CODE, DESTROY_HASHES, DESTROY_PERSON, deletePending, emptyMails } from "./destroy-traces";
import { FREE_PLACE_OF_ID } from "./free-place";
import { JOURNAL_KINDS, type JournalKind } from "./journal";
import type { JournalLine } from "./journal-files";
import { unlistSigner } from "./list-signers";
import type { OwnSignature } from "./own-signature";
import { withdraw } from "./withdraw-signature";

type Context = { pool: pg.Pool; keys: KeyRing; now: Date };
/** `again`: sign-ups that waited in the backup and were confirmed since; they are gone, and have to be made again. */
export type Replayed = Record<JournalKind | "again", number>;

/** What became of one signature in the end. `lessened`: what of it was shown less, were it only for a time. */
type Fate = {
  withdrawn: boolean | null;
  erased: boolean;
  forgotten: boolean;
  lessened: Set<keyof typeof LESSEN>;
};

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
 * is shown less, and destroyed hash keys. What the backup knew already changes nothing, and ids that it does not know are skipped. Returns
 * how many signatures, and petitions, were changed.
 */
export async function replayJournal(context: Context, lines: JournalLine[]): Promise<Replayed> {
  const done = Object.fromEntries([...JOURNAL_KINDS, "again"].map((kind) => [kind, 0])) as Replayed;
  for (const [id, fate] of fates(lines)) await replaySignature(context, id, fate, done);
  for (const { id, day } of lines.filter(({ kind }) => kind === "hash-key"))
    done["hash-key"] += await replayHashKey(context, id, day);
  return done;
}

function fates(lines: JournalLine[]): Map<string, Fate> {
  const known = new Map<string, Fate>();
  for (const { kind, id } of lines.filter((line) => line.kind !== "hash-key")) {
    const fate = known.get(id) ?? newFate();
    if (kind === "withdraw" || kind === "return") fate.withdrawn = kind === "withdraw";
    if (kind === "erase") fate.erased = true;
    if (kind === "forget") fate.forgotten = true;
    if (kind === "hide" || kind === "no-news" || kind === "hide-reason") fate.lessened.add(kind);
    known.set(id, fate);
  }
  return known;
}

function newFate(): Fate {
  return { withdrawn: null, erased: false, forgotten: false, lessened: new Set() };
}

function replaySignature(context: Context, id: string, fate: Fate, done: Replayed): Promise<void> {
  return inTransaction(context.pool, async (client) => {
    const signature = await lock(client, id);
    if (!signature) return;
    if (signature.state === "pending" && (fate.erased || fate.forgotten || fate.withdrawn))
      return await leavePending(client, context, signature, fate, done);
    for (const kind of fate.lessened) done[kind] += await lessen(client, context, kind, id);
    if (fate.withdrawn && signature.state === "confirmed") {
      await withdraw(client, context, signature);
      done.withdraw += 1;
    }
    if (
      fate.withdrawn === false &&
      signature.state === "withdrawn" &&
      (await giveBack(client, context, signature))
    )
      done.return += 1;
    if (fate.erased || fate.forgotten) await erase(client, context, signature, fate, done);
  });
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
  { forgotten, withdrawn }: Fate,
  done: Replayed,
): Promise<void> {
  await deletePending(client, keys, signature);
  done[forgotten ? "forget" : "erase"] += 1;
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

async function lock(
  client: pg.PoolClient,
  id: string,
): Promise<(OwnSignature & { bare: boolean }) | undefined> {
  const { rows } = await client.query<OwnSignature & { bare: boolean }>(
    `SELECT s.id, s.petition_id, p.slug AS petition, s.state, s.display, s.country, s.forget_me, s.updates, s.updates_stopped_at,
       s.name_enc, s.email_enc, s.counted_at, s.withdrawn_at,
       s.name_enc IS NULL AND s.email_enc IS NULL AND s.reason_enc IS NULL AS bare
     FROM signature s JOIN petition p ON p.id = s.petition_id WHERE s.id = $1 FOR UPDATE OF s`,
    [id],
  );
  return rows[0];
}

/** A backup of the hour between withdrawal and undoing. */
async function giveBack(client: pg.PoolClient, { now }: Context, signature: OwnSignature): Promise<boolean> {
  const { rowCount } = await client.query(
    `WITH free AS (${FREE_PLACE_OF_ID})
     UPDATE signature s SET state = 'confirmed', place = free.place, withdrawn_at = NULL FROM free
     WHERE s.id = $1 AND s.email_hash IS NOT NULL AND free.place IS NOT NULL`,
    [signature.id],
  );
  if (rowCount !== 1) return false;
  await client.query(
    "INSERT INTO count_entry (petition_id, kind, country, due_at) VALUES ($1, 'restore', $2, $3)",
    [signature.petition_id, signature.country, now],
  );
  return true;
}

/** The row may know nothing any more; then only the hashes of what was erased can still be there. */
async function erase(
  client: pg.PoolClient,
  { keys }: Context,
  signature: OwnSignature & { bare: boolean },
  fate: Fate,
  done: Replayed,
): Promise<void> {
  await unlistSigner(client, signature.id);
  if (!signature.bare) await emptyMails(client, keys, signature);
  // The code of "forget me" stays good while its signature is counted.
  const parts = fate.erased ? [DESTROY_PERSON, DESTROY_HASHES, DESTROY_CODE] : [DESTROY_PERSON];
  const { rowCount } = await client.query(
    `UPDATE signature SET ${parts.join(", ")} WHERE id = $1
       AND (name_enc IS NOT NULL OR email_enc IS NOT NULL OR reason_enc IS NOT NULL OR ($2 AND (email_hash IS NOT NULL OR withdrawal_hash IS NOT NULL)))`,
    [signature.id, fate.erased],
  );
  done[fate.erased ? "erase" : "forget"] += rowCount ?? 0;
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
