import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { PostalOffice } from "./address-lines";
import { openBody, openField } from "./sealed-letter";
import type { PacketState } from "./states";

type Queryable = Pick<pg.PoolClient, "query">;

/** A packet as the terminal lists it. */
export type PacketRow = {
  id: string;
  target: string;
  addressee: string | null;
  letters: number;
  /** How many of them its newest print holds, and of these were taken back since. */
  printed: number;
  takenBack: number;
  madeAt: Date;
  state: PacketState;
  stateAt: Date;
  note: string | null;
};

/**
 * SQL over `p`: letters of a packet that still is to be carried which were taken back after its newest print, and so are on
 * paper. By numbers, for of what was taken back no moment is kept.
 */
export const TAKEN_BACK_SINCE = `CASE p.state WHEN 'made'
  THEN p.printed_letters - (SELECT count(*)::int FROM letter l WHERE l.packet_id = p.id AND l.state <> 'withdrawn') ELSE 0 END`;

/** Packets of a campaign, by its slug, newest first, at most 200. */
export async function listPackets(pool: pg.Pool, campaign: string): Promise<PacketRow[]> {
  const { rows } = await pool.query<PacketRow>(
    `SELECT p.id, t.key AS target, p.addressee, p.letter_count AS letters, p.printed_letters AS printed,
       ${TAKEN_BACK_SINCE} AS "takenBack", p.made_at AS "madeAt", p.state, p.state_at AS "stateAt", p.note
     FROM letter_packet p JOIN campaign c ON c.id = p.campaign_id JOIN target t ON t.id = p.target_id
     WHERE c.slug = $1 ORDER BY p.made_at DESC, p.id LIMIT 200`,
    [campaign],
  );
  return rows;
}

/** A packet with what its cover says of it but for the letters. */
export type PacketHead = {
  id: string;
  madeAt: Date;
  addressee: string | null;
  targetId: string;
  campaignId: string;
  campaign: { slug: string; title: string; locale: Locale };
  office: PostalOffice;
};

/** One packet, or null. Takes its id, a UUID. */
export async function findPacket(client: Queryable, id: string): Promise<PacketHead | null> {
  const { rows } = await client.query<HeadRow>(
    `SELECT p.id, p.made_at, p.addressee, p.target_id, p.campaign_id, c.slug, c.default_locale, x.title,
       t.name, t.address, t.city, t.country, t.host_country
     FROM letter_packet p JOIN campaign c ON c.id = p.campaign_id JOIN target t ON t.id = p.target_id
     JOIN campaign_text x ON x.campaign_id = c.id AND x.locale = c.default_locale
     WHERE p.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const {
    made_at: madeAt,
    addressee,
    target_id: targetId,
    campaign_id: campaignId,
    slug,
    default_locale: locale,
    title,
  } = row;
  if (!isLocale(locale)) throw new Error(`campaign ${slug} is in an unknown language`);
  const { name, address, city, country, host_country: hostCountry } = row;
  const office = { name, address, city, country, hostCountry };
  return { id, madeAt, addressee, targetId, campaignId, campaign: { slug, title, locale }, office };
}

type HeadRow = {
  made_at: Date;
  addressee: string | null;
  target_id: string;
  campaign_id: string;
  slug: string;
  default_locale: string;
  title: string;
  name: string | null;
  address: string | null;
  city: string | null;
  country: string | null;
  host_country: string | null;
};

/** A letter to be carried, opened. */
export type CarriedLetter = {
  id: string;
  name: string;
  country: string | null;
  locale: Locale;
  language: Locale;
  unchanged: boolean;
  confirmedAt: Date;
  subject: string;
  text: string;
  notes: string[];
  /** Keys of the claims that the notes give. */
  claims: string[];
};

const COLUMNS = "id, country, locale, language, unchanged, confirmed_at, name_enc, subject_enc, body_enc";

/** Letters of a packet that still can be printed, oldest first. */
export async function lettersInPacket(
  client: Queryable,
  keys: KeyRing,
  packet: string,
): Promise<CarriedLetter[]> {
  const { rows } = await client.query<LetterRow>(
    `SELECT ${COLUMNS} FROM letter WHERE packet_id = $1 AND state <> 'withdrawn' AND body_enc IS NOT NULL
     ORDER BY confirmed_at, id`,
    [packet],
  );
  return rows.map((row) => openLetter(keys, row));
}

/**
 * Letters that wait to be carried to an office, oldest first; held for the transaction where it asks for
 * that. Takes the target's id and the moment until which they were confirmed.
 */
export async function waitingLetters(
  client: Queryable,
  keys: KeyRing,
  { target, until, hold }: { target: string; until: Date; hold?: boolean },
): Promise<CarriedLetter[]> {
  const { rows } = await client.query<LetterRow>(
    `SELECT ${COLUMNS} FROM letter
     WHERE target_id = $1 AND channel = 'hand-over' AND state = 'confirmed' AND packet_id IS NULL
       AND body_enc IS NOT NULL AND confirmed_at <= $2
     ORDER BY confirmed_at, id ${hold ? "FOR UPDATE" : ""}`,
    [target, until],
  );
  return rows.map((row) => openLetter(keys, row));
}

type LetterRow = {
  id: string;
  country: string | null;
  locale: string;
  language: string;
  unchanged: boolean;
  confirmed_at: Date;
  name_enc: Buffer | null;
  subject_enc: Buffer | null;
  body_enc: Buffer;
};

function openLetter(keys: KeyRing, row: LetterRow): CarriedLetter {
  const { id, country, locale, language, unchanged, confirmed_at: confirmedAt } = row;
  if (!isLocale(locale) || !isLocale(language)) throw new Error(`letter ${id} is in an unknown language`);
  const { text, notes, claims } = openBody(keys, row.body_enc);
  return {
    ...{ id, country, locale, language, unchanged, confirmedAt, text, notes, claims },
    name: row.name_enc ? openField(keys, "name", row.name_enc) : "",
    subject: row.subject_enc ? openField(keys, "subject", row.subject_enc) : "",
  };
}

/**
 * How many letters of a packet their writers took back, how many have no text any more, and how many earlier packets to
 * the office hold.
 */
export async function packetRest(
  client: Queryable,
  { id, targetId, madeAt }: Pick<PacketHead, "id" | "targetId" | "madeAt">,
): Promise<{ withdrawn: number; forgotten: number; packed: number }> {
  const { rows } = await client.query<{ withdrawn: number; forgotten: number; packed: number }>(
    `SELECT count(*) FILTER (WHERE l.packet_id = $1 AND l.state = 'withdrawn')::int AS withdrawn,
       count(*) FILTER (WHERE l.packet_id = $1 AND l.state <> 'withdrawn' AND l.body_enc IS NULL)::int AS forgotten,
       count(*) FILTER (WHERE p.made_at < $3 AND p.id <> $1 AND l.state <> 'withdrawn')::int AS packed
     FROM letter l JOIN letter_packet p ON p.id = l.packet_id WHERE l.target_id = $2`,
    [id, targetId, madeAt],
  );
  return rows[0] ?? { withdrawn: 0, forgotten: 0, packed: 0 };
}
