import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { isRetryable } from "@/lib/db/errors";
import type { PrismaClient } from "@/lib/db/generated/client";
import { countUnderFormer, resealStep, resetProgress } from "@/lib/db/reseal";
import { SEALED_TABLES, type SealedTable } from "@/lib/db/sealed-columns";
import { checkSecret, finishRotation, rotationIsOpen } from "@/lib/db/secret-check";
import { inTransaction } from "@/lib/db/transaction";
import { rehashWriters } from "@/lib/letters/rehash-writers";
import { rehashAccounts } from "@/lib/people/rehash-accounts";

export type RotationContext = { pool: pg.Pool; db: PrismaClient; keys: KeyRing; clock: () => Date };
/** Called after each step: table, values sealed anew so far in this run, values of it still to do when it began. */
export type RotationProgress = (table: string, done: number, of: number) => void;
export type RotationResult = { resealed: number; accounts: number };

/** Whoever still writes under the former secret after this many rounds is a process that was not started anew. */
const ROUNDS = 5;

/**
 * Seals everything anew that stands under the former secret, and puts accounts under the new one's hash. May be
 * stopped at any point and called again, by several processes at once, while the site runs with both secrets. At the
 * end nothing is left under the former one, and the start does without it. Takes a ring with its former one; without
 * an open change it does nothing. Throws `SettingError` for the wrong pair.
 */
export async function rotateKeys(
  { pool, db, keys, clock }: RotationContext,
  progress: RotationProgress = () => undefined,
): Promise<RotationResult> {
  await checkSecret(pool, keys, clock());
  if (!keys.former || !(await rotationIsOpen(pool))) return { resealed: 0, accounts: 0 };
  let resealed = 0;
  let accounts = 0;
  for (let round = 1; ; round += 1) {
    for (const table of SEALED_TABLES) resealed += await resealTable({ pool, keys, clock }, table, progress);
    accounts += await rehashAccounts(db, keys);
    await rehashWriters(pool, keys);
    const left = await tablesLeft(pool, keys);
    if (left.length === 0) break;
    if (round === ROUNDS)
      throw new Error(
        `a process still writes under the former secret (${left.map(({ table }) => table).join(", ")})`,
      );
    for (const table of left) await resetProgress(pool, keys, table);
  }
  await inTransaction(pool, (client) => finishRotation(client, clock()));
  return { resealed, accounts };
}

async function resealTable(
  { pool, keys, clock }: Pick<RotationContext, "pool" | "keys" | "clock">,
  table: SealedTable,
  progress: RotationProgress,
): Promise<number> {
  const todo = await countUnderFormer(pool, keys, table);
  let done = 0;
  for (;;) {
    const step = await patiently(() => resealStep(pool, keys, table, clock()));
    done += step.resealed;
    if (step.resealed > 0) progress(table.table, done, todo);
    if (step.done) return done;
  }
}

/** A sign-up may hold the same rows in another order; whoever lost such a race has written nothing. */
async function patiently<T>(work: () => Promise<T>, retries = 20): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (retries === 0 || !isRetryable(error)) throw error;
    return await patiently(work, retries - 1);
  }
}

async function tablesLeft(pool: pg.Pool, keys: KeyRing): Promise<SealedTable[]> {
  const left: SealedTable[] = [];
  for (const table of SEALED_TABLES) if ((await countUnderFormer(pool, keys, table)) > 0) left.push(table);
  return left;
}
