import type pg from "pg";
import { violatedUniqueKey } from "@/lib/db/errors";
import { FREE_PLACE_OF_ID } from "./free-place";
import { PLACES_PER_MAILBOX, UNDO_WITHIN } from "./limits";
import { noteMove } from "./note-move";
import {
  type OwnContext,
  type OwnDone,
  type OwnRefusal,
  type OwnSignature,
  onOwnSignature,
  type Proof,
} from "./own-signature";
import { mayMove, SIGNATURE_MOVES } from "./states";

/**
 * Takes a withdrawal back within UNDO_WITHIN: the signature is counted again, and listed with the next batch if it
 * chose to be shown. Refuses ("impossible") where the hour is over, where nothing is left to restore, and where
 * others of the mailbox hold its places meanwhile. A second call does nothing more.
 */
export async function undoWithdrawal(
  context: OwnContext,
  proof: Proof,
  retries = PLACES_PER_MAILBOX,
): Promise<OwnDone<"confirmed"> | OwnRefusal> {
  try {
    return await restore(context, proof);
  } catch (error) {
    // Another of the mailbox took that place just now; there may be a second.
    if (retries > 0 && violatedUniqueKey(error) !== undefined)
      return undoWithdrawal(context, proof, retries - 1);
    throw error;
  }
}

function restore(context: OwnContext, proof: Proof): Promise<OwnDone<"confirmed"> | OwnRefusal> {
  const { now } = context;
  return onOwnSignature<OwnDone<"confirmed"> | OwnRefusal>(context, proof, async (client, signature) => {
    const { id, petition, state, email_enc, withdrawn_at } = signature;
    if (state === SIGNATURE_MOVES.return.to) return { ok: true, status: "confirmed", id, petition };
    const isOpen = mayMove(state, "return") && email_enc !== null && within(withdrawn_at, now);
    if (isOpen && (await giveBack(client, signature, now)))
      return { ok: true, status: "confirmed", id, petition };
    return { ok: false, reason: "impossible", petition };
  });
}

/**
 * Moves a withdrawn signature, whose row is locked, back into the count, to a free place of its mailbox. Returns false
 * where there is none, or where its hashes are gone.
 */
export async function giveBack(client: pg.PoolClient, signature: OwnSignature, now: Date): Promise<boolean> {
  const turn = signature.turns + 1;
  const { rowCount } = await client.query(
    `WITH free AS (${FREE_PLACE_OF_ID})
     UPDATE signature s SET state = $2, place = free.place, withdrawn_at = NULL, turns = $3 FROM free
     WHERE s.id = $1 AND s.email_hash IS NOT NULL AND free.place IS NOT NULL`,
    [signature.id, SIGNATURE_MOVES.return.to, turn],
  );
  if (rowCount !== 1) return false;
  await noteMove(client, "return", signature, { turn, due: now });
  return true;
}

/** Whether an act can still be undone. Takes when it was done, or null. */
export function within(doneAt: Date | null, now: Date): boolean {
  return doneAt !== null && now.getTime() - doneAt.getTime() < UNDO_WITHIN;
}
