import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { type VoidedMails, voidOpenMails } from "@/lib/mail/void-open-mails";
import { JOURNAL_NUMBER } from "@/lib/signatures/copy-journal";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { type DestroyedKeys, destroyHashKeys } from "@/lib/signatures/destroy-hash-keys";
import type { JournalLine } from "@/lib/signatures/journal-files";
import { repairCounts } from "@/lib/signatures/repair-counts";
import { type Replayed, replayJournal } from "@/lib/signatures/replay-journal";

export type Settled = { replayed: Replayed; mails: VoidedMails; destroyed: DestroyedKeys; cells: number };
export type SettleContext = { pool: pg.Pool; keys: KeyRing; now: Date };

/**
 * Makes a database that was loaded from a backup fit to run: mails that may have been sent are not sent again, what
 * was erased or withdrawn since is erased and withdrawn again, hash keys that are due are destroyed, sign-ins are void,
 * counts are right. Takes when the backup was taken, and the journal.
 */
export async function settleRestored(
  { pool, keys, now }: SettleContext,
  takenAt: Date,
  lines: JournalLine[],
): Promise<Settled> {
  await pool.query("DELETE FROM session");
  await pool.query("DELETE FROM sign_in_token");
  const mails = await voidOpenMails(pool, takenAt);
  await continueJournal(pool, lines);
  const replayed = await replayJournal({ pool, keys, now }, lines);
  const destroyed = await destroyHashKeys(pool, now);
  while ((await countSignatures(pool, now)).more);
  const { cells } = await repairCounts(pool, now);
  return { replayed, mails, destroyed, cells: cells.length };
}

/** New entries come after all that the journal holds, also those whose numbers the backup did not know. */
async function continueJournal(pool: pg.Pool, lines: JournalLine[]): Promise<void> {
  const last = lines.at(-1)?.seq ?? 0n;
  await pool.query(
    "SELECT setval(pg_get_serial_sequence('journal_entry', 'id'), greatest($1::bigint, (SELECT max(id) FROM journal_entry), (SELECT value::bigint FROM setting WHERE key = $2), 1))",
    [last.toString(), JOURNAL_NUMBER],
  );
  // A journal that is lost does not stand in the way of the next restore.
  await pool.query("DELETE FROM setting WHERE key = $1 AND value::bigint > $2::bigint", [
    JOURNAL_NUMBER,
    last.toString(),
  ]);
}
