import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { journal } from "@/lib/db/journal";
import { inTransaction } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import { SHOWN_DISPLAYS } from "./states";

export type WaitingReason = { id: string; petition: string; locale: string; text: string };
export type DecideReasonResult =
  | { ok: true; changed: boolean }
  | { ok: false; reason: "unknown" | "no reason to show" };

/** A confirmed signer who chose to be shown, with a reason: nobody else's is ever public, so nobody else's is read. */
const HAS_REASON = `s.state = 'confirmed' AND s.display = ANY ($1) AND NOT s.forget_me AND s.reason_enc IS NOT NULL`;

/**
 * Reasons that nobody has decided on, oldest signature first. Takes the keys that open them, a petition's slug or
 * none for all, and how many at most. For the moderator's eyes: what comes back is not public.
 */
export async function listReasons(
  pool: pg.Pool,
  keys: KeyRing,
  { petition, limit }: { petition?: string; limit: number },
): Promise<WaitingReason[]> {
  const { rows } = await pool.query<{ id: string; slug: string; locale: string; reason_enc: Buffer }>(
    `SELECT s.id, p.slug, s.locale, s.reason_enc FROM signature s JOIN petition p ON p.id = s.petition_id
     WHERE ${HAS_REASON} AND (s.reason_state IS NULL OR s.reason_state = 'pending') AND ($2::text IS NULL OR p.slug = $2)
     ORDER BY s.counted_at, s.id LIMIT $3`,
    [SHOWN_DISPLAYS, petition ?? null, limit],
  );
  return rows.map(({ id, slug, locale, reason_enc }) => ({
    id,
    petition: slug,
    locale,
    text: unseal(keys, "personal-fields", "signature.reason", reason_enc),
  }));
}

/**
 * Shows or hides a reason. Takes the signature's id, what it is to be, who decides and when; leaves an audit row
 * without the words. Deciding the same again changes nothing; a decision may be turned round. Refuses an unknown id,
 * and a signature whose reason could not be public anyway.
 */
export async function decideReason(
  pool: pg.Pool,
  input: { id: string; to: "shown" | "hidden"; actor: string; now: Date },
): Promise<DecideReasonResult> {
  const { id, to, actor, now } = input;
  if (!isUuid(id)) return { ok: false, reason: "unknown" };
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ was: string | null; may: boolean; campaign_id: string }>(
      `SELECT s.reason_state AS was, ${HAS_REASON} AS may, p.campaign_id FROM signature s JOIN petition p ON p.id = s.petition_id
       WHERE s.id = $2 FOR UPDATE OF s`,
      [SHOWN_DISPLAYS, id],
    );
    const found = rows[0];
    if (!found) return { ok: false, reason: "unknown" };
    if (!found.may) return { ok: false, reason: "no reason to show" };
    if (found.was === to) return { ok: true, changed: false };
    await client.query("UPDATE signature SET reason_state = $2 WHERE id = $1", [id, to]);
    if (to === "hidden") await journal(client, "hide-reason", id, now);
    await client.query(
      `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
       VALUES ($1, $2, 'decide-reason', 'signature', $3, $4, '{reason}', $5)`,
      [now, actor, id, found.campaign_id, JSON.stringify({ from: found.was, to })],
    );
    return { ok: true, changed: true };
  });
}
