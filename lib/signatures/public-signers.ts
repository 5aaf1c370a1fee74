import type pg from "pg";
import { KEY } from "@/lib/campaigns/schema";
import { PUBLIC_STATES as PUBLIC_CAMPAIGN_STATES } from "@/lib/campaigns/states";
import type { Page } from "@/lib/campaigns/types";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import type { Locale } from "@/lib/i18n/locales";
import { PUBLIC_STATES } from "@/lib/petitions/states";
import { placeKey, readPlaceKey } from "./public-signers-key";
import { shownName } from "./shown-name";
import { SHOWN_DISPLAYS, type ShownDisplay } from "./states";
import type { PublicSigner } from "./types";

/**
 * Who may be shown at all, in SQL over `public_signer l` and `signature s`. Every public reading of signers asks
 * this and nothing else: listed, still confirmed, still choosing to be shown and in the way that was listed, name
 * not destroyed. So whoever leaves or changes their mind is gone with that commit, whatever became of the listing.
 */
export const MAY_BE_SHOWN = `l.signature_id = s.id AND s.state = 'confirmed' AND s.display = l.display
  AND s.display IN (${SHOWN_DISPLAYS.map((display) => `'${display}'`).join(", ")}) AND NOT s.forget_me AND s.name_enc IS NOT NULL`;

type Row = {
  day: string;
  position: number;
  display: ShownDisplay;
  country: string | null;
  locale: Locale;
  name_enc: Buffer;
  reason_enc: Buffer | null;
};

/** Newest batch first, within a batch by alphabet: the key runs down the days and up the positions. */
const PAGE = `
  SELECT to_char(l.day, 'YYYY-MM-DD') AS day, l.position, s.display, s.country, s.locale, s.name_enc,
    CASE WHEN s.reason_state = 'shown' THEN s.reason_enc END AS reason_enc
  FROM public_signer l JOIN signature s ON ${MAY_BE_SHOWN}
  WHERE l.petition_id = $1 AND ($2::date IS NULL OR l.day < $2 OR (l.day = $2 AND l.position > $3))
  ORDER BY l.day DESC, l.position LIMIT $4`;

/**
 * One page of the signers who chose to be shown, newest batch first. Takes the key to go on after, as `next` gave
 * it, and how many (1 to 1,000). Returns null for a petition that nobody may see, "unknown-after" for a key that
 * is none. Reasons are there only where a moderator decided to show them.
 */
export async function listPublicSigners(
  pool: pg.Pool,
  keys: KeyRing,
  slug: string,
  { after, limit }: { after?: string; limit: number },
): Promise<Page<PublicSigner> | null | "unknown-after"> {
  const petitionId = await publicPetition(pool, slug);
  if (!petitionId) return null;
  const place = after === undefined ? undefined : readPlaceKey(keys, petitionId, after);
  if (place === null) return "unknown-after";
  const { rows } = await pool.query<Row>({
    name: "public-signers",
    text: PAGE,
    values: [petitionId, place?.day ?? null, place?.position ?? 0, limit + 1],
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => show(keys, row)),
    next: last ? placeKey(keys, petitionId, last) : null,
  };
}

/** How many stood in the list after the last daily batch, and its day; null where nobody has been listed yet. */
export async function countPublicSigners(
  pool: pg.Pool,
  petitionId: string,
): Promise<{ count: number; day: string } | null> {
  const { rows } = await pool.query<{ count: number; day: string }>(
    "SELECT listed AS count, to_char(listed_on, 'YYYY-MM-DD') AS day FROM petition_count WHERE petition_id = $1 AND listed_on IS NOT NULL",
    [petitionId],
  );
  return rows[0] ?? null;
}

/** The id of a petition that everyone may see; null for any other. Takes any string. */
export async function publicPetition(pool: pg.Pool, slug: string): Promise<string | null> {
  if (!KEY.test(slug)) return null;
  const { rows } = await pool.query<{ id: string }>({
    name: "public-petition",
    text: "SELECT p.id FROM petition p JOIN campaign c ON c.id = p.campaign_id WHERE p.slug = $1 AND p.state = ANY ($2) AND c.state = ANY ($3)",
    values: [slug, PUBLIC_STATES, PUBLIC_CAMPAIGN_STATES],
  });
  return rows[0]?.id ?? null;
}

function show(keys: KeyRing, row: Row): PublicSigner {
  const open = (context: string, sealed: Buffer) => unseal(keys, "personal-fields", context, sealed);
  return {
    name: shownName(row.display, open("signature.name", row.name_enc)),
    country: row.country,
    day: row.day,
    reason: row.reason_enc ? { text: open("signature.reason", row.reason_enc), locale: row.locale } : null,
  };
}
