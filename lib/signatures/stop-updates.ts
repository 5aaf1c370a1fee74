import { journal } from "@/lib/db/journal";
import {
  isNameless,
  type OwnContext,
  type OwnDone,
  type OwnRefusal,
  onOwnSignature,
  type Proof,
} from "./own-signature";
import { within } from "./undo-withdrawal";

/**
 * Takes back the consent to news by mail, for its signer; with `undo`, within UNDO_WITHIN, takes that back. Consent
 * itself is only ever given on the signing form. A second call does nothing more. Refuses ("impossible") an undo
 * after the hour, of nothing, or of what has no address any more, and what is withdrawn or erased.
 */
export function stopUpdates(
  context: OwnContext,
  proof: Proof,
  { undo }: { undo: boolean },
): Promise<OwnDone<"stopped" | "allowed"> | OwnRefusal> {
  return onOwnSignature<OwnDone<"stopped" | "allowed"> | OwnRefusal>(
    context,
    proof,
    async (client, signature) => {
      const { id, petition, state, updates, updates_stopped_at } = signature;
      if (state === "withdrawn") return { ok: false, reason: "withdrawn", petition };
      if (undo) {
        if (isNameless(signature) || (!updates && !within(updates_stopped_at, context.now)))
          return { ok: false, reason: "impossible", petition };
        await client.query("UPDATE signature SET updates = true, updates_stopped_at = NULL WHERE id = $1", [
          id,
        ]);
        return { ok: true, status: "allowed", id, petition };
      }
      const { rowCount } = await client.query(
        "UPDATE signature SET updates = false, updates_stopped_at = $2 WHERE id = $1 AND updates",
        [id, context.now],
      );
      if (rowCount === 1) await journal(client, "no-news", id, context.now);
      return { ok: true, status: "stopped", id, petition };
    },
  );
}
