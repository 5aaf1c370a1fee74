import type pg from "pg";

/**
 * What restoring an older backup must do again: `withdraw` · `return` (a withdrawal was undone) · `erase` (name, address
 * and hashes are gone) · `forget` (name and address are gone, it stays counted and its place taken) · `hide` (shown less
 * than before) · `no-news` (consent to news was taken back) · `hide-reason` · `hash-key` (a closed petition's key was
 * destroyed; the id is the petition's).
 */
export const JOURNAL_KINDS = [
  "withdraw",
  "return",
  "erase",
  "forget",
  "hide",
  "no-news",
  "hide-reason",
  "hash-key",
] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/**
 * Notes what a restore must do again for the journal outside the database. Takes the connection of the transaction that
 * does it, after the signature's row is locked, so that the entries of one signature are in order; a worker copies
 * them (copy-journal.ts). Holds the random id and the UTC day, nothing else.
 */
export async function journal(
  client: Pick<pg.PoolClient, "query">,
  kind: JournalKind,
  id: string,
  now: Date,
): Promise<void> {
  await client.query("INSERT INTO journal_entry (signature_id, kind, day) VALUES ($1, $2, $3)", [
    id,
    kind,
    now.toISOString().slice(0, 10),
  ]);
}
