import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { keptAnswers } from "@/lib/db/kept-answers";
import { pickText } from "@/lib/i18n/pick-text";
import { SECOND } from "@/lib/time/durations";

/** What signing needs to know of a petition. */
export type SignablePetition = {
  id: string;
  state: string;
  /** The campaign's language, in which texts are shown that are missing in the reader's. */
  defaultLocale: string;
  /** For the hashes of addresses and names; null once destroyed. */
  hashKey: Buffer | null;
  /** It is under attack: whoever shows no proof of work is mailed later (watch-petitions.ts). */
  defended: boolean;
  versions: { id: string; number: number; locale: string }[];
};

/** Signing reads the petition from memory this long; that it is open is checked again in the statement itself. */
const KNOWN_FOR = SECOND;
type Context = { pool: pg.Pool; keys: KeyRing };
const kept = keptAnswers("signable-petitions", KNOWN_FOR, readPetition);

/** The petition with this slug, at most a second old, or undefined. Concurrent callers share one query. */
export function signablePetition(
  pool: pg.Pool,
  keys: KeyRing,
  slug: string,
): Promise<SignablePetition | undefined> {
  return kept({ pool, keys }, slug);
}

/** Why nobody can sign here, or null: asked before the fields are looked at, and again by the command. */
export async function whyShut(
  pool: pg.Pool,
  keys: KeyRing,
  slug: string,
): Promise<"unknown" | "closed" | null> {
  const petition = await signablePetition(pool, keys, slug);
  if (!petition || petition.state === "draft") return "unknown";
  return petition.state === "open" && petition.hashKey ? null : "closed";
}

async function readPetition({ pool, keys }: Context, slug: string): Promise<SignablePetition | undefined> {
  const { rows } = await pool.query<{
    id: string;
    state: string;
    hash_key_enc: Buffer | null;
    defended: boolean;
    default_locale: string;
    versions: SignablePetition["versions"];
  }>(
    `SELECT p.id, p.state, p.hash_key_enc, c.default_locale,
       EXISTS (SELECT 1 FROM petition_defence d WHERE d.petition_id = p.id) AS defended,
       (SELECT json_agg(json_build_object('id', v.id, 'number', v.number, 'locale', v.locale) ORDER BY v.number DESC, v.locale)
        FROM petition_version v WHERE v.petition_id = p.id) AS versions
     FROM petition p JOIN campaign c ON c.id = p.campaign_id WHERE p.slug = $1`,
    [slug],
  );
  const row = rows[0];
  if (!row) return undefined;
  const hashKey =
    row.hash_key_enc &&
    Buffer.from(unseal(keys, "petition-keys", "petition.hash_key", row.hash_key_enc), "base64");
  return {
    id: row.id,
    state: row.state,
    defaultLocale: row.default_locale,
    hashKey,
    defended: row.defended,
    versions: row.versions ?? [],
  };
}

/**
 * The text a sign-up is bound to: the version that was read, in the language it was read in, which is the
 * campaign's where there is none in the page's. Without a number: the newest. Null where there is none.
 */
export function versionRead(
  petition: SignablePetition,
  number: number | undefined,
  locale: string,
): string | null {
  const wanted = number ?? petition.versions[0]?.number;
  const texts = petition.versions.filter((version) => version.number === wanted);
  return pickText(texts, [locale, petition.defaultLocale])?.id ?? null;
}
