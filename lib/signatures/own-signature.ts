import type pg from "pg";
import { normalizeCode, sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken, readToken } from "@/lib/crypto/token";
import { isRetryable } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { MANAGE_LIFETIME } from "./limits";
import type { Display, SignatureState } from "./states";

/** How a signer shows that a signature is theirs: the link that their mailbox got, or the code shown once for "forget me". */
export type Proof = { token: string } | { code: string; petition: string };
export type OwnContext = {
  pool: pg.Pool;
  keys: KeyRing;
  now: Date;
  /** Where somebody acts for the signer: who, and what the audit row calls it. */
  audit?: { actor: string; action: string };
};

/** A signature as its signer's commands need it; locked until their transaction ends. */
export type OwnSignature = {
  id: string;
  petition_id: string;
  /** The petition's slug. */
  petition: string;
  state: SignatureState;
  display: Display;
  country: string | null;
  forget_me: boolean;
  updates: boolean;
  updates_stopped_at: Date | null;
  name_enc: Buffer | null;
  email_enc: Buffer | null;
  counted_at: Date | null;
  withdrawn_at: Date | null;
  /** How often it was withdrawn and given back. */
  turns: number;
};

/** `erased`: nothing of it is left to act on. `impossible`: it was possible, and no more. */
export type OwnRefusalReason = "unknown" | "expired" | "withdrawn" | "removed" | "erased" | "impossible";
export type OwnRefusal = { ok: false; reason: OwnRefusalReason; petition?: string };
export type OwnDone<Status extends string> = { ok: true; status: Status; id: string; petition: string };

const RETRIES = 3;

/**
 * Runs a signer's command on their own signature, in one transaction that holds its row, so that whatever else
 * happens to it comes before or after. Takes the proof; nothing is read of a signature without one. Refuses what this
 * installation did not issue ("unknown"), a link after its hour ("expired"), and what is gone ("erased"). A deadlock
 * wrote nothing and is tried again.
 */
export async function onOwnSignature<T>(
  context: OwnContext,
  proof: Proof,
  act: (client: pg.PoolClient, signature: OwnSignature) => Promise<T>,
  retries = RETRIES,
): Promise<T | OwnRefusal> {
  const known = readProof(context, proof);
  if ("ok" in known) return known;
  try {
    return await inTransaction(context.pool, async (client) => {
      const signature = await lockSignature(client, known);
      if (signature) {
        const done = await act(client, signature);
        if (typeof done === "object" && done && "ok" in done && done.ok)
          await audit(client, context, signature);
        return done;
      }
      return { ok: false, reason: "token" in proof ? "erased" : "unknown" };
    });
  } catch (error) {
    if (retries > 0 && isRetryable(error)) return onOwnSignature(context, proof, act, retries - 1);
    throw error;
  }
}

/** Ids only: what was stored is nowhere in it. */
async function audit(
  client: pg.PoolClient,
  { audit: entry, now }: OwnContext,
  { id, petition_id }: OwnSignature,
): Promise<void> {
  if (!entry) return;
  await client.query(
    `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
     SELECT $1, $2, $3, 'signature', $4, campaign_id, '{name,email,reason}', '{}' FROM petition WHERE id = $5`,
    [now, entry.actor, entry.action, id, petition_id],
  );
}

type Known = { where: string; values: unknown[] };

/** Codes are compared as hashes of 80 random bits, so the time of a look-up tells nothing of any. */
function readProof({ keys, now }: OwnContext, proof: Proof): Known | OwnRefusal {
  if ("code" in proof)
    return {
      where: "s.withdrawal_hash = $1 AND p.slug = $2",
      values: [sha256(normalizeCode(proof.code)), proof.petition],
    };
  const read = readToken(keys, "manage-signature", proof.token);
  if (!read) return { ok: false, reason: "unknown" };
  if (read.expiresAt < now) return { ok: false, reason: "expired" };
  return { where: "s.id = $1", values: [read.id] };
}

/** A signature whose row is held until the transaction ends. Takes SQL over `s` and `p` (its petition), and its values. */
export async function lockSignature(
  client: pg.PoolClient,
  { where, values }: Known,
): Promise<OwnSignature | undefined> {
  const { rows } = await client.query<OwnSignature>(
    `SELECT s.id, s.petition_id, p.slug AS petition, s.state, s.display, s.country, s.forget_me, s.updates, s.updates_stopped_at,
       s.name_enc, s.email_enc, s.counted_at, s.withdrawn_at, s.turns
     FROM signature s JOIN petition p ON p.id = s.petition_id WHERE ${where} FOR UPDATE OF s`,
    values,
  );
  return rows[0];
}

/** The token of a link to one's own signature, good for MANAGE_LIFETIME. Takes the signature's id. */
export function issueManageToken(keys: KeyRing, signatureId: string, now: Date): string {
  return issueToken(keys, "manage-signature", signatureId, new Date(now.getTime() + MANAGE_LIFETIME));
}

/** What a "forget me" or erased signature lacks: nobody but the holder of the proof could say whose it is. */
export function isNameless(signature: Pick<OwnSignature, "forget_me" | "email_enc">): boolean {
  return signature.forget_me || signature.email_enc === null;
}
