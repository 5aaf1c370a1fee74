import { dropOldJournals } from "@/lib/db/copy-journal";
import { dropFormerDatabases, dueFormer, FORMER_KEPT, formerDatabases } from "@/lib/db/former-databases";
import { forgetFormerMailKeys } from "@/lib/db/former-keys";
import { type RetentionCounts, recordRetention } from "@/lib/db/retention-record";
import { countDueLetters, forgetLetters } from "@/lib/letters/forget-letters";
import { expireReplies } from "@/lib/letters/forget-replies";
import { describeError, log } from "@/lib/logging/log";
import { MAIL_SPAN } from "@/lib/mail/limits";
import { checkDestroyedKeys, countDueHashKeys, destroyHashKeys } from "@/lib/signatures/destroy-hash-keys";
import { countDuePersons, forgetPersons } from "@/lib/signatures/forget-persons";
import { DAY } from "@/lib/time/durations";
import type { HouseContext } from "./keep-house";

export type RetentionContext = HouseContext & { journalFolder: string };

/** The record of what went is kept this long. */
const RECORD_KEPT = 3 * 365 * DAY;

/**
 * What has to go at its term, days or months after; `keepHouse` does what has to go within minutes. Written down per day.
 * A part that fails does not keep the others from their work; the run then ends with its error. Returns rows per kind.
 */
export async function retain(context: RetentionContext, now: Date): Promise<RetentionCounts> {
  const { pool, journalFolder } = context;
  const counts: RetentionCounts = {};
  const failures: unknown[] = [];
  const part = async (work: () => Promise<RetentionCounts>) => {
    await work().then(
      (done) => Object.assign(counts, done),
      (error: unknown) => {
        log().error({ error: describeError(error) }, "a part of the retention failed");
        failures.push(error);
      },
    );
  };
  await part(async () => {
    const { keys, hashes, pending } = await destroyHashKeys(pool, now);
    return { hashKeys: keys, hashes, pendingOfClosed: pending };
  });
  await part(async () => ({ persons: await forgetPersons(pool, now) }));
  await part(async () => {
    const { forgotten, givenUp } = await forgetLetters(context, now);
    return { letters: forgotten, lettersGivenUp: givenUp };
  });
  await part(async () => ({ replies: await expireReplies(pool, now) }));
  await part(async () => ({ journalFiles: await dropOldJournals(pool, journalFolder, now) }));
  await part(async () => ({ formerMailKeys: await forgetFormerMailKeys(pool, before(now, 2 * MAIL_SPAN)) }));
  await part(async () => ({ formerDatabases: await dropOldDatabases(context, now) }));
  await part(async () => ({ records: await forgetRecords(context, now) }));
  await recordRetention(pool, "retention", counts, now);
  if (failures.length > 0) throw failures[0];
  await reportBreaches(context, now);
  return counts;
}

/** What the next run, and the next house-keeping, would take; nothing is changed. */
export async function due({ pool }: HouseContext, now: Date): Promise<RetentionCounts> {
  const { rows } = await pool.query<RetentionCounts>(
    `SELECT (SELECT count(*)::int FROM signature WHERE state = 'pending' AND expires_at < $1) AS signatures,
       (SELECT count(*)::int FROM session WHERE expires_at < $1) + (SELECT count(*)::int FROM sign_in_token WHERE expires_at < $1) AS "signIns"`,
    [now],
  );
  return {
    ...rows[0],
    hashKeys: await countDueHashKeys(pool, now),
    persons: await countDuePersons(pool, now),
    letters: await countDueLetters(pool, now),
    formerDatabases: dueFormer(await formerDatabases(pool), now).length,
  };
}

/** A record that says more than is true is an error of ours, and somebody has to see it. */
async function reportBreaches({ pool }: HouseContext, now: Date): Promise<void> {
  for (const breach of await checkDestroyedKeys(pool, now))
    log().error({ ...breach }, "a destroyed hash key left something behind");
}

/** Until its term a former database makes less true what is said of erased people and destroyed keys: somebody has to know. */
async function dropOldDatabases({ pool }: HouseContext, now: Date): Promise<number> {
  const former = await formerDatabases(pool);
  const due = dueFormer(former, now);
  await dropFormerDatabases(pool, due);
  for (const { name, since } of former.filter((one) => !due.includes(one)))
    log().warn(
      { database: name, since, goes: new Date(since.getTime() + FORMER_KEPT) },
      "a database that a restore has put aside still holds what has been erased; remove it: npm run restore -- --forget",
    );
  return due.length;
}

async function forgetRecords({ pool }: HouseContext, now: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM retention_run WHERE to_at < $1", [
    before(now, RECORD_KEPT),
  ]);
  return rowCount ?? 0;
}

function before(now: Date, span: number): Date {
  return new Date(now.getTime() - span);
}
