import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { journal } from "@/lib/db/journal";
import { inTransaction } from "@/lib/db/transaction";
import { DESTROY_CODE, DESTROY_HASHES, DESTROY_PERSON, emptyMails } from "./destroy-traces";
import { UNDO_WITHIN } from "./limits";
import { isNameless, type OwnSignature } from "./own-signature";

/** Finished in one transaction, so that many withdrawals do not make a long one. */
const LARGEST_PASS = 500;

/**
 * Destroys what withdrawals left for their undoing, once that hour is over: name, address, reason, mails, code and
 * hashes, so that the same person can sign anew. Country, version and when it was counted stay, for the count. Takes a
 * pool, the keys that open addresses, and now. Returns how many were finished.
 */
export async function finishWithdrawals(pool: pg.Pool, keys: KeyRing, now: Date): Promise<number> {
  const finished = await inTransaction(pool, async (client) => {
    const { rows } = await client.query<Pick<OwnSignature, "id" | "petition_id" | "email_enc" | "forget_me">>(
      `SELECT id, petition_id, email_enc, forget_me FROM signature WHERE state = 'withdrawn' AND withdrawn_at <= $1
         AND (email_hash IS NOT NULL OR email_enc IS NOT NULL OR name_enc IS NOT NULL OR withdrawal_hash IS NOT NULL)
       LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [new Date(now.getTime() - UNDO_WITHIN), LARGEST_PASS],
    );
    for (const row of rows) {
      await emptyMails(client, keys, row);
      await client.query(
        `UPDATE signature SET ${DESTROY_PERSON}, ${DESTROY_HASHES}, ${DESTROY_CODE} WHERE id = $1`,
        [row.id],
      );
      // Withdrawing has journaled it for a nameless one, on another day: the two would narrow when it was.
      if (!isNameless(row)) await journal(client, "erase", row.id, now);
    }
    return rows.length;
  });
  return finished < LARGEST_PASS ? finished : finished + (await finishWithdrawals(pool, keys, now));
}
