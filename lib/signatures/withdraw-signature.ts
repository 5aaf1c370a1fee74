import { randomInt } from "node:crypto";
import type pg from "pg";
import { journal } from "@/lib/db/journal";
import { HOUR } from "@/lib/time/durations";
import { DESTROY_HASHES, DESTROY_PERSON, deletePending, emptyMails } from "./destroy-traces";
import { FORGET_ME_SPREAD } from "./limits";
import { unlistSigner } from "./list-signers";
import { noteMove } from "./note-move";
import {
  isNameless,
  type OwnContext,
  type OwnDone,
  type OwnRefusal,
  type OwnSignature,
  onOwnSignature,
  type Proof,
} from "./own-signature";
import { mayMove, SIGNATURE_MOVES } from "./states";

/**
 * Takes a signature out of the count, for its signer. Its place is free at once and nothing public shows it; name,
 * address and reason stay for UNDO_WITHIN, so that it can be undone, then `finishWithdrawals` destroys them. A
 * signature without an address (forget me, erased) cannot be undone, and loses its hashes here. A sign-up that waits
 * for its confirmation is deleted. A second call does nothing more. Refuses what the team removed: it is not counted.
 */
export function withdrawSignature(
  context: OwnContext,
  proof: Proof,
): Promise<OwnDone<"withdrawn" | "erased"> | OwnRefusal> {
  return onOwnSignature<OwnDone<"withdrawn" | "erased"> | OwnRefusal>(
    context,
    proof,
    async (client, signature) => {
      const { id, petition, state } = signature;
      if (state === "removed") return { ok: false, reason: "removed", petition };
      if (state === "pending") {
        await deletePending(client, context.keys, signature);
        await journal(client, "erase", id, context.now);
        return { ok: true, status: "erased", id, petition };
      }
      if (mayMove(state, "withdraw")) await withdraw(client, context, signature);
      return { ok: true, status: "withdrawn", id, petition };
    },
  );
}

/**
 * Moves a confirmed signature, whose row is locked, out of the count. Its entry never comes before that of its
 * confirmation, and for "forget me" at a random moment of a day too, so that no poller can tell the two as one.
 */
export async function withdraw(
  client: pg.PoolClient,
  { keys, now }: OwnContext,
  signature: OwnSignature,
): Promise<void> {
  const { id } = signature;
  await unlistSigner(client, id);
  const turn = signature.turns + 1;
  await client.query(
    "UPDATE signature SET state = $2, place = NULL, withdrawn_at = $3, turns = $4 WHERE id = $1",
    [id, SIGNATURE_MOVES.withdraw.to, now, turn],
  );
  const due = withdrawalDue(signature, now);
  await noteMove(client, "withdraw", signature, { turn, due });
  if (!isNameless(signature)) return;
  // The code stays for an hour, so that an answer that got lost can be asked for again.
  await emptyMails(client, keys, signature);
  await client.query(`UPDATE signature SET ${DESTROY_PERSON}, ${DESTROY_HASHES} WHERE id = $1`, [id]);
  await journal(client, "erase", id, due);
}

/** `counted_at` of "forget me" is the beginning of the hour in which its confirmation is counted. */
function withdrawalDue({ forget_me, counted_at }: OwnSignature, now: Date): Date {
  const counted = counted_at?.getTime() ?? 0;
  if (!forget_me) return new Date(Math.max(now.getTime(), counted));
  return new Date(Math.max(now.getTime(), counted + HOUR) + randomInt(FORGET_ME_SPREAD));
}
