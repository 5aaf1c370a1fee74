import { randomInt } from "node:crypto";
import type pg from "pg";
import { readableCode, sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { readToken } from "@/lib/crypto/token";
import { isRetryable, violatedUniqueKey } from "@/lib/db/errors";
import { EMPTY_MAIL } from "./destroy-traces";
import { freePlace } from "./free-place";
import { FORGET_ME_SPREAD, GRACE_AFTER_CLOSING } from "./limits";
import { SIGNATURE_MOVES, type SignatureState } from "./states";

export type ConfirmContext = { pool: pg.Pool; keys: KeyRing; now: Date };
export type ConfirmResult =
  | {
      ok: true;
      petition: string;
      /** Language of the sign-up. */
      locale: string;
      /** Only at the first confirming of a "forget me" signature. */
      withdrawalCode?: string;
    }
  | { ok: false; reason: "unknown" }
  | { ok: false; reason: Refusal; petition?: string };

type Refusal = "expired" | "withdrawn" | "removed" | "erased" | "mailbox-full" | "changed";

type Row = {
  state: SignatureState;
  confirmed_now: boolean;
  expired: boolean;
  forget_me: boolean;
  has_hash: boolean;
  has_place: boolean;
  slug: string;
  locale: string;
};

/**
 * Confirms the signature that a mailed token names. However often and however concurrently it is called there is
 * one confirmation, one place taken and one count entry. A mailbox has PLACES_PER_MAILBOX places; the unique key
 * (petition, mailbox, place) decides a race. "Forget me" destroys name, address and the mails here, and is counted
 * at a random moment of the next day; its withdrawal code is returned this once and kept as a hash.
 * Takes the token and, from a page, when the sign-up that it showed was made (PendingSignature.shown).
 * Refuses tokens this installation did not issue, what is expired, withdrawn, removed or over the two places, and a
 * sign-up that was renewed since it was shown: nobody confirms words they have not seen.
 */
export async function confirmSignature(
  context: ConfirmContext,
  token: string,
  shown?: Date,
): Promise<ConfirmResult> {
  const read = readToken(context.keys, "confirm-signature", token);
  if (!read) return { ok: false, reason: "unknown" };
  if (read.expiresAt < context.now) return { ok: false, reason: "expired" };
  const withdrawalCode = readableCode();
  const row = await confirmRow(context, read.id, withdrawalCode, shown);
  if (!row) return { ok: false, reason: "expired" };
  if (row.confirmed_now && row.forget_me)
    return { ok: true, petition: row.slug, locale: row.locale, withdrawalCode };
  if (row.confirmed_now || row.state === "confirmed")
    return { ok: true, petition: row.slug, locale: row.locale };
  return { ok: false, reason: refusal(row), petition: row.slug };
}

function refusal(row: Row): Refusal {
  if (row.state === "withdrawn") return "withdrawn";
  if (row.state === "removed") return "removed";
  if (row.expired) return "expired";
  if (!row.has_hash) return "erased";
  return row.has_place ? "changed" : "mailbox-full";
}

/**
 * $1 id, $2 now, $3 when "forget me" is counted, $4 hash of the withdrawal code, $5 grace after closing, $6 when
 * what the person saw was asked for, $7 the state that may be confirmed, $8 the one it then has.
 * The row is locked first, so concurrent calls for one signature queue; `free` may still be taken by another
 * signature of the mailbox, which the unique key answers and `confirmRow` tries again. The journal gets the day of $3:
 * that of now would leave only the part of it in which both can lie.
 */
const CONFIRM = `
WITH target AS (
  SELECT s.*, p.slug, s.expires_at < $2 OR (p.closed_at IS NOT NULL AND p.closed_at + $5::interval < $2) AS expired
  FROM signature s JOIN petition p ON p.id = s.petition_id WHERE s.id = $1 FOR UPDATE OF s
), free AS (
  ${freePlace("target")}
), confirmed AS (
  UPDATE signature s SET state = $8, place = free.place,
    counted_at = CASE WHEN t.forget_me THEN date_trunc('hour', $3::timestamptz, 'UTC') ELSE $2::timestamptz END,
    requested_at = CASE WHEN t.forget_me THEN date_trunc('week', t.requested_at, 'UTC') ELSE t.requested_at END,
    mail_request = CASE WHEN t.forget_me THEN gen_random_uuid() ELSE t.mail_request END,
    mailed_at = CASE WHEN t.forget_me THEN date_trunc('week', t.mailed_at, 'UTC') ELSE t.mailed_at END,
    expires_at = CASE WHEN t.forget_me THEN date_trunc('week', t.expires_at, 'UTC') ELSE t.expires_at END,
    name_enc = CASE WHEN t.forget_me THEN NULL ELSE t.name_enc END,
    email_enc = CASE WHEN t.forget_me THEN NULL ELSE t.email_enc END,
    reason_enc = CASE WHEN t.forget_me THEN NULL ELSE t.reason_enc END,
    source = CASE WHEN t.forget_me THEN NULL ELSE t.source END,
    display = CASE WHEN t.forget_me THEN 'counted' ELSE t.display END,
    updates = t.updates AND NOT t.forget_me,
    updates_stopped_at = CASE WHEN t.forget_me THEN NULL ELSE t.updates_stopped_at END,
    suspected = t.suspected AND NOT t.forget_me,
    withdrawal_hash = CASE WHEN t.forget_me THEN $4::bytea END
  FROM target t, free
  WHERE s.id = t.id AND t.state = $7 AND NOT t.expired AND t.email_hash IS NOT NULL AND free.place IS NOT NULL
    AND ($6::timestamptz IS NULL OR t.requested_at = $6)
  RETURNING s.id, s.petition_id, s.country, s.counted_at, s.forget_me
), counted AS (
  INSERT INTO count_entry (petition_id, kind, country, due_at) SELECT petition_id, 'confirm', country, CASE WHEN forget_me THEN $3::timestamptz ELSE counted_at END FROM confirmed
), forgotten AS (
  UPDATE outbox_mail SET ${EMPTY_MAIL} WHERE subject_id IN (SELECT id FROM confirmed WHERE forget_me)
), journaled AS (
  INSERT INTO journal_entry (subject_id, kind, day) SELECT id, 'forget', ($3::timestamptz AT TIME ZONE 'UTC')::date FROM confirmed WHERE forget_me
)
SELECT t.state, c.id IS NOT NULL AS confirmed_now, t.expired, t.forget_me, t.email_hash IS NOT NULL AS has_hash, f.place IS NOT NULL AS has_place, t.slug, t.locale
FROM target t CROSS JOIN free f LEFT JOIN confirmed c ON c.id = t.id`;

const RETRIES = 5;

async function confirmRow(
  context: ConfirmContext,
  id: string,
  code: string,
  shown: Date | undefined,
  retries = RETRIES,
): Promise<Row | undefined> {
  const { pool, now } = context;
  const countedAt = new Date(now.getTime() + randomInt(FORGET_ME_SPREAD));
  try {
    const grace = `${GRACE_AFTER_CLOSING} milliseconds`;
    const { from, to } = SIGNATURE_MOVES.confirm;
    const values = [id, now, countedAt, sha256(code), grace, shown ?? null, from, to];
    const { rows } = await pool.query<Row>({ name: "confirm-signature", text: CONFIRM, values });
    return rows[0];
  } catch (error) {
    const placeTaken = violatedUniqueKey(error) !== undefined;
    if (retries > 0 && (placeTaken || isRetryable(error)))
      return confirmRow(context, id, code, shown, retries - 1);
    throw error;
  }
}
