import type pg from "pg";
import { normalizeCode, sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { readToken } from "@/lib/crypto/token";
import { UNDO_WITHIN } from "./limits";
import type { OwnContext } from "./own-signature";
import type { Display, ReasonState, SignatureState } from "./states";
import type { OwnSignatureView, SignatureBehindOwnLink } from "./types";

type Row = {
  state: SignatureState;
  display: Display;
  country: string | null;
  locale: string;
  source: string | null;
  forget_me: boolean;
  updates: boolean;
  updates_stopped_at: Date | null;
  name_enc: Buffer | null;
  email_enc: Buffer | null;
  reason_enc: Buffer | null;
  reason_state: ReasonState | null;
  has_hashes: boolean;
  has_code: boolean;
  mailed_at: Date | null;
  expires_at: Date | null;
  place: number | null;
  suspected: boolean;
  requested_at: Date;
  counted_at: Date | null;
  withdrawn_at: Date | null;
  turns: number;
  slug: string;
  title: string;
  title_locale: string;
  version: number;
  digest: string;
  listed_on: string | null;
  mails: { kind: string; state: string; at: string }[] | null;
};

/**
 * What stands behind a link to one's own signature: all that is stored of it. Changes nothing. Takes the token of the
 * link. Answers "expired" after its hour, with the petition where a new one is asked for, and "gone" where nothing is
 * stored any more.
 */
export async function findOwnSignature(
  { pool, keys, now }: OwnContext,
  token: string,
): Promise<SignatureBehindOwnLink> {
  const read = readToken(keys, "manage-signature", token);
  if (!read) return { status: "unknown" };
  const row = await readRow(pool, read.id);
  if (!row) return { status: read.expiresAt < now ? "expired" : "gone" };
  if (read.expiresAt < now) return { status: "expired", petition: row.slug };
  return { status: "there", until: read.expiresAt, signature: view(keys, row, now) };
}

function view(keys: KeyRing, row: Row, now: Date): OwnSignatureView {
  const open = (context: string, sealed: Buffer | null) =>
    sealed ? unseal(keys, "personal-fields", context, sealed) : null;
  const undoable = (at: Date | null) => {
    const end = at && new Date(at.getTime() + UNDO_WITHIN);
    return end && end > now ? end : null;
  };
  return {
    petition: { slug: row.slug, title: row.title, locale: row.title_locale },
    version: { number: row.version, locale: row.title_locale, digest: row.digest },
    state: row.state,
    display: row.display,
    forgetMe: row.forget_me,
    name: open("signature.name", row.name_enc),
    email: open("signature.email", row.email_enc),
    country: row.country,
    reason: open("signature.reason", row.reason_enc),
    reasonState: row.reason_state,
    updates: row.updates,
    updatesStoppedAt: row.updates_stopped_at,
    mailedAt: row.mailed_at,
    expiresAt: row.expires_at,
    place: row.place,
    suspected: row.suspected,
    requestedAt: row.requested_at,
    countedAt: row.counted_at,
    withdrawnAt: row.withdrawn_at,
    turns: row.turns,
    locale: row.locale,
    source: row.source,
    fingerprints: row.has_hashes,
    code: row.has_code,
    listedOn: row.listed_on,
    mails: row.mails ?? [],
    undoUntil: row.email_enc && row.state === "withdrawn" ? undoable(row.withdrawn_at) : null,
    newsUndoUntil: row.updates ? null : undoable(row.updates_stopped_at),
  };
}

async function readRow(pool: pg.Pool, id: string): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT s.state, s.display, s.country, s.locale, s.source, s.forget_me, s.updates, s.updates_stopped_at, s.name_enc, s.email_enc,
       s.reason_enc, s.reason_state, s.email_hash IS NOT NULL OR s.name_hash IS NOT NULL AS has_hashes,
       s.withdrawal_hash IS NOT NULL AS has_code, s.requested_at, s.mailed_at, s.expires_at, s.place, s.suspected, s.counted_at, s.withdrawn_at, s.turns,
       p.slug, v.title, v.locale AS title_locale, v.number AS version, v.digest,
       (SELECT to_char(l.day, 'YYYY-MM-DD') FROM public_signer l WHERE l.signature_id = s.id) AS listed_on,
       (SELECT json_agg(json_build_object('kind', m.kind, 'state', m.state, 'at', to_char(coalesce(m.sent_at, m.created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
          ORDER BY m.created_at, m.id) FROM outbox_mail m WHERE m.subject_id = s.id) AS mails
     FROM signature s JOIN petition p ON p.id = s.petition_id JOIN petition_version v ON v.id = s.version_id WHERE s.id = $1`,
    [id],
  );
  return rows[0];
}

/** The id of the signature that a withdrawal code opens at a petition, or null. */
export async function findByCode(pool: pg.Pool, code: string, petition: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT s.id FROM signature s JOIN petition p ON p.id = s.petition_id WHERE s.withdrawal_hash = $1 AND p.slug = $2",
    [sha256(normalizeCode(code)), petition],
  );
  return rows[0]?.id ?? null;
}
