import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { knownFiles } from "@/lib/db/copy-journal";
import { JOURNAL_KEPT, type Journal } from "@/lib/db/journal-files";
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
 * older copy). Takes the loaded database, what the folder holds and its name, and now. What was dropped at its term is no loss.
 */
export async function refuseIncomplete(
  restored: pg.Pool,
  { files }: Pick<Journal, "files">,
  { folder, now }: { folder: string; now: Date },
): Promise<void> {
  const there = new Map(files.map(({ name, lines }) => [name, lines]));
  const known = await knownFiles(restored, now);
  const lacking = known.filter(({ name, lines }) => (there.get(name) ?? 0) < lines);
  if (lacking.length === 0) return;
  const names = lacking.map(({ name }) => name).join(", ");
  const what =
    files.length === 0
      ? "There is no journal of erasures"
      : `The journal of erasures lacks lines of ${names}`;
  throw new OperatorError(
    `${what} in ${folder} (JOURNAL_DIR), and the backup knows of one; bring the folder back first. ${WITHOUT}`,
  );
}
