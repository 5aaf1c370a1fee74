import type pg from "pg";
import { journal } from "@/lib/db/journal";
import { DESTROY_CODE, DESTROY_HASHES, DESTROY_PERSON, deletePending, emptyMails } from "./destroy-traces";
import { unlistSigner } from "./list-signers";
import {
  isNameless,
  type OwnContext,
  type OwnDone,
  type OwnRefusal,
  onOwnSignature,
  type Proof,
} from "./own-signature";
import { mayMove } from "./states";
import { withdraw } from "./withdraw-signature";

/**
 * Destroys name, address, reason, code and mails of a signature, for its signer; nothing public shows it from then
 * on. It stays counted unless `withdraw` is asked for too: what is counted keeps country, version and, until the
 * petition's key is destroyed, the hashes that keep one mailbox from being counted again and again; what is not loses
 * those as well. Cannot be undone. A sign-up that waits for its confirmation is deleted. A second call does nothing more.
 */
export function eraseSignature(
  context: OwnContext,
  proof: Proof,
  { withdraw: uncounted }: { withdraw: boolean },
): Promise<OwnDone<"erased"> | OwnRefusal> {
  return onOwnSignature<OwnDone<"erased"> | OwnRefusal>(context, proof, async (client, signature) => {
    const { keys, now } = context;
    const { id, petition, state } = signature;
    const erased = { ok: true, status: "erased", id, petition } as const;
    if (state === "pending") {
      await deletePending(client, keys, signature);
      await journal(client, "erase", id, now);
      return erased;
    }
    const isLeaving = uncounted && mayMove(state, "withdraw");
    if (!isLeaving && (await isBare(client, id))) return erased;
    await emptyMails(client, keys, signature);
    await unlistSigner(client, id);
    if (isLeaving) await withdraw(client, context, signature);
    const isCounted = state !== "withdrawn" && !isLeaving;
    const destroyed = [DESTROY_PERSON, DESTROY_CODE, ...(isCounted ? [] : [DESTROY_HASHES])].join(", ");
    await client.query(`UPDATE signature SET ${destroyed} WHERE id = $1`, [id]);
    if (isCounted) await journal(client, "forget-code", id, now);
    // A nameless one was journaled as erased when it was withdrawn, on another day: the two would narrow when it was.
    else if (!isNameless(signature)) await journal(client, "erase", id, now);
    return erased;
  });
}

/** Whether erasing has nothing left to do. A code is left by "forget me", hashes of what is not counted by a withdrawal. */
async function isBare(client: pg.PoolClient, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM signature WHERE id = $1 AND num_nonnulls(name_enc, email_enc, reason_enc, source, withdrawal_hash) = 0
       AND (state <> 'withdrawn' OR num_nonnulls(email_hash, name_hash) = 0)`,
    [id],
  );
  return rowCount === 1;
}
