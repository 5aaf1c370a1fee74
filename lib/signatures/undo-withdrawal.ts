import { violatedUniqueKey } from "@/lib/db/errors";
import { FREE_PLACE_OF_ID } from "./free-place";
import { journal } from "./journal";
import { PLACES_PER_MAILBOX, UNDO_WITHIN } from "./limits";
import { type OwnContext, type OwnDone, type OwnRefusal, onOwnSignature, type Proof } from "./own-signature";

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
  return onOwnSignature<OwnDone<"confirmed"> | OwnRefusal>(
    context,
    proof,
    async (client, { id, petition, petition_id, country, ...signature }) => {
      if (signature.state === "confirmed") return { ok: true, status: "confirmed", id, petition };
      if (
        signature.state !== "withdrawn" ||
        signature.email_enc === null ||
        !within(signature.withdrawn_at, now)
      )
        return { ok: false, reason: "impossible", petition };
      const { rowCount } = await client.query(
        `WITH free AS (${FREE_PLACE_OF_ID})
       UPDATE signature s SET state = 'confirmed', place = free.place, withdrawn_at = NULL FROM free WHERE s.id = $1 AND free.place IS NOT NULL`,
        [id],
      );
      if (rowCount === 0) return { ok: false, reason: "impossible", petition };
      await client.query(
        "INSERT INTO count_entry (petition_id, kind, country, due_at) VALUES ($1, 'restore', $2, $3)",
        [petition_id, country, now],
      );
      await journal(client, "return", id, now);
      return { ok: true, status: "confirmed", id, petition };
    },
  );
}

/** Whether an act can still be undone. Takes when it was done, or null. */
export function within(doneAt: Date | null, now: Date): boolean {
  return doneAt !== null && now.getTime() - doneAt.getTime() < UNDO_WITHIN;
}
