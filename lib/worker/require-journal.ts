import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { JOURNAL_NUMBER } from "@/lib/signatures/copy-journal";
import { JOURNAL_KEPT, type JournalLine, journalEnd } from "@/lib/signatures/journal-files";
import { DAY } from "@/lib/time/durations";

const WITHOUT =
  "Who was erased or hidden since would be there again; if that is known and the journal is lost, add: --without-journal";

/** Refuses a backup from before what the journal still holds. Takes when it was taken, and now. */
export function refuseTooOld(takenAt: Date, now: Date): void {
  if (takenAt.getTime() >= now.getTime() - JOURNAL_KEPT) return;
  throw new OperatorError(
    `This backup is of ${takenAt.toISOString().slice(0, 10)}, and the journal of erasures goes back ${JOURNAL_KEPT / DAY} days only. ${WITHOUT}`,
  );
}

/**
 * Refuses a journal that is not there, or lacks what the backup knows to stand in it (a folder of another machine, an
 * older copy). Takes the loaded database, the folder's lines and name, and now. What was dropped at its term is no loss.
 */
export async function refuseIncomplete(
  restored: pg.Pool,
  lines: JournalLine[],
  { folder, now }: { folder: string; now: Date },
): Promise<void> {
  const { rows } = await restored.query<{ number: string; day: Date }>(
    "SELECT value AS number, updated_at AS day FROM setting WHERE key = $1",
    [JOURNAL_NUMBER],
  );
  const known = rows[0];
  if (!known || journalEnd(known.day) + JOURNAL_KEPT < now.getTime()) return;
  if (lines.some(({ seq }) => seq >= BigInt(known.number))) return;
  const what =
    lines.length === 0 ? "There is no journal of erasures in" : "The journal of erasures lacks lines in";
  throw new OperatorError(
    `${what} ${folder} (JOURNAL_DIR), and the backup knows of one; bring the folder back first. ${WITHOUT}`,
  );
}
