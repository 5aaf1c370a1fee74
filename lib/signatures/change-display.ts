import { journal } from "@/lib/db/journal";
import { unlistSigner } from "./list-signers";
import {
  isNameless,
  type OwnContext,
  type OwnDone,
  type OwnRefusal,
  onOwnSignature,
  type Proof,
} from "./own-signature";
import { DISPLAYS, type Display } from "./states";

export type ChangeDisplayResult =
  | OwnDone<"changed">
  | OwnRefusal
  | { ok: false; reason: "invalid"; petition: string; lacks: "name" | "country" };

/**
 * Changes how a signature is shown, for its signer. It leaves the public list in the same transaction, and comes
 * back with the next batch where it is still to be shown. Refuses what would show a name or a place that was not
 * given (as signing does), and what is withdrawn, removed or erased.
 */
export function changeDisplay(
  context: OwnContext,
  proof: Proof,
  display: Display,
): Promise<ChangeDisplayResult> {
  return onOwnSignature<ChangeDisplayResult>(context, proof, async (client, signature) => {
    const { id, petition, state, name_enc, country } = signature;
    if (state === "withdrawn" || state === "removed") return { ok: false, reason: state, petition };
    if (isNameless(signature) && state !== "pending") return { ok: false, reason: "erased", petition };
    if (display !== "counted" && (!name_enc || !country))
      return { ok: false, reason: "invalid", petition, lacks: name_enc ? "country" : "name" };
    if (display !== signature.display) {
      await unlistSigner(client, id);
      await client.query("UPDATE signature SET display = $2 WHERE id = $1", [id, display]);
      if (DISPLAYS.indexOf(display) < DISPLAYS.indexOf(signature.display))
        await journal(client, "hide", id, context.now);
    }
    return { ok: true, status: "changed", id, petition };
  });
}
