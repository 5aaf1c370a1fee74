import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { readToken } from "@/lib/crypto/token";
import { GRACE_AFTER_CLOSING, PLACES_PER_MAILBOX } from "./limits";
import type { Display, SignatureState } from "./states";
import type { SignatureBehindLink } from "./types";

type Row = {
  state: SignatureState;
  display: Display;
  country: string | null;
  forget_me: boolean;
  updates: boolean;
  requested_at: Date;
  name_enc: Buffer | null;
  reason_enc: Buffer | null;
  has_hash: boolean;
  expired: boolean;
  places_taken: number;
  slug: string;
  title: string;
  title_locale: string;
};

/**
 * What a confirmation link leads to, without changing anything: mail scanners and previews look too. Takes the
 * token of the link. Returns "unknown" for what this installation did not issue.
 */
export async function findSignatureForToken(
  pool: pg.Pool,
  keys: KeyRing,
  token: string,
  now: Date,
): Promise<SignatureBehindLink> {
  const read = readToken(keys, "confirm-signature", token);
  if (!read) return { status: "unknown" };
  if (read.expiresAt < now) return { status: "expired" };
  const row = await readRow(pool, read.id, now);
  if (!row) return { status: "expired" };
  const petition = { slug: row.slug, title: row.title, locale: row.title_locale };
  const status = statusOf(row);
  if (status === "expired" || status === "erased") return { status, petition };
  const { display, country, forget_me: forgetMe, updates } = row;
  const shown = { petition, display, country, forgetMe, updates };
  if (status !== "pending") return { status, ...shown };
  return { status, ...shown, shown: row.requested_at.toISOString(), ...typed(keys, row) };
}

function statusOf(row: Row): Exclude<SignatureBehindLink["status"], "unknown"> {
  if (row.state !== "pending") return row.state;
  if (row.expired) return "expired";
  if (!row.has_hash) return "erased";
  return row.places_taken >= PLACES_PER_MAILBOX ? "mailbox-full" : "pending";
}

function typed(keys: KeyRing, row: Row): { name?: string; reason?: string } {
  const open = (context: string, sealed: Buffer | null) =>
    sealed ? unseal(keys, "personal-fields", context, sealed) : undefined;
  return { name: open("signature.name", row.name_enc), reason: open("signature.reason", row.reason_enc) };
}

async function readRow(pool: pg.Pool, id: string, now: Date): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT s.state, s.display, s.country, s.forget_me, s.updates, s.requested_at, s.name_enc, s.reason_enc, s.email_hash IS NOT NULL AS has_hash,
       s.expires_at < $2 OR (p.closed_at IS NOT NULL AND p.closed_at + $3::interval < $2) AS expired,
       (SELECT count(*)::int FROM signature o WHERE o.petition_id = s.petition_id AND o.email_hash = s.email_hash AND o.place IS NOT NULL AND o.id <> s.id) AS places_taken,
       p.slug, v.title, v.locale AS title_locale
     FROM signature s JOIN petition p ON p.id = s.petition_id JOIN petition_version v ON v.id = s.version_id WHERE s.id = $1`,
    [id, now, `${GRACE_AFTER_CLOSING} milliseconds`],
  );
  return rows[0];
}
