import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { noteFiles } from "@/lib/db/copy-journal";
import type { Journal } from "@/lib/db/journal-files";
import { type SettledLetters, settleLetters } from "@/lib/letters/replay-letters";
import { type VoidedMails, voidOpenMails } from "@/lib/mail/void-open-mails";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { type DestroyedKeys, destroyHashKeys } from "@/lib/signatures/destroy-hash-keys";
import { repairCounts } from "@/lib/signatures/repair-counts";
import { type Replayed, replayJournal } from "@/lib/signatures/replay-journal";

export type Settled = {
  replayed: Replayed;
  mails: VoidedMails;
  letters: SettledLetters;
  destroyed: DestroyedKeys;
  cells: number;
};
/** `takenAt`: when the backup was taken. */
export type SettleContext = { pool: pg.Pool; keys: KeyRing; now: Date; takenAt: Date };

/**
 * Makes a database that was loaded from a backup fit to run: mails and letters that may have been sent are not sent again, what
 * was erased or withdrawn since is erased and withdrawn again, hash keys that are due are destroyed, sign-ins are void,
 * counts are right. Takes the journal; one that is lost does not stand in the way of the next restore.
 */
export async function settleRestored(context: SettleContext, journal: Journal): Promise<Settled> {
  const { pool, now, takenAt } = context;
  await pool.query("DELETE FROM session");
  await pool.query("DELETE FROM sign_in_token");
  const mails = await voidOpenMails(pool, takenAt);
  await noteFiles(pool, journal.files);
  const replayed = await replayJournal(context, journal.lines);
  const letters = await settleLetters(context, journal.lines);
  const destroyed = await destroyHashKeys(pool, now);
  while ((await countSignatures(pool, now)).more);
  const { cells } = await repairCounts(pool, now);
  return { replayed, mails, letters, destroyed, cells: cells.length };
}
