import type pg from "pg";

/**
 * What restoring an older backup must do again: `withdraw` · `return` (a withdrawal was undone) · `erase` (name, address
 * and hashes are gone) · `forget` (name and address are gone, it stays counted and its place taken) · `forget-code` (the
 * same, and the code that withdraws it) · `hide` (shown less than before) · `no-news` (consent to news was taken back) ·
 * `hide-reason` · `hash-key` (a closed petition's key was destroyed; the id is the petition's) · `hide-reply` (an office's answer is shown no more; the id is the answer's) · `never-mail` (an owner ended mails; the id is the mailbox's keyed hash).
 */
export const JOURNAL_KINDS = [
  "withdraw",
  "return",
  "erase",
  "forget",
  "forget-code",
  "hide",
  "no-news",
  "hide-reason",
  "hide-reply",
  "hash-key",
  "never-mail",
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** An entry, also as a line of a file. `turn` orders those of one signature that undo each other; 0 for all others. */
export type JournalEntry = { id: string; kind: JournalKind; turn: number };

/**
 * Notes what a restore must do again for the journal outside the database, in the transaction that does it; a worker
 * copies it (copy-journal.ts). Takes the random id, a moment of which the UTC day is kept, and of `withdraw` and `return`
 * the signature's turn. The moment is now, or when the count takes what was done, which may be tomorrow: of two days that
 * are told of one act each would narrow when it was. Entries have no order, for in an order one without a time stands between two that have one.
 */
export async function journal(
  client: Pick<pg.PoolClient, "query">,
  kind: JournalKind,
  id: string,
  at: Date,
  turn = 0,
): Promise<void> {
  await client.query("INSERT INTO journal_entry (subject_id, kind, turn, day) VALUES ($1, $2, $3, $4)", [
    id,
    kind,
    turn,
    utcDay(at),
  ]);
}

/** A moment's UTC day, YYYY-MM-DD. */
export function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
