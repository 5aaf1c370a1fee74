import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken, readToken } from "@/lib/crypto/token";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { THRESHOLD } from "@/lib/signatures/choose-figures";
import { DAY } from "@/lib/time/durations";
import { checkedAddress } from "./checked-address";
import { correctionsSinceWritten } from "./claim-corrections";
import { LETTERS_LEAVE, titleIn } from "./letter-campaigns";
import { KEPT_AFTER_LEAVING } from "./limits";
import { dueAbout } from "./pace";
import { type LetterBodyText, openBody, openField } from "./sealed-letter";
import { type Channel, type HoldReason, type LetterState, mayMove } from "./states";
import type { LetterBehindLink, OwnLetter } from "./types";
import type { LetterContext } from "./write-letter";

/** The token of a writer's link to their own letter (purpose own-letter). Takes until when it is good. */
export function issueOwnLetterToken(keys: KeyRing, letterId: string, until: Date): string {
  return issueToken(keys, "own-letter", letterId, until);
}

type Row = {
  slug: string;
  title: string;
  target_id: string;
  target: string;
  kind: string;
  office_name: string | null;
  city: string | null;
  office_country: string | null;
  state: LetterState;
  channel: Channel;
  packed: boolean;
  held_for: HoldReason | null;
  locale: string;
  language: string;
  name_enc: Buffer | null;
  email_enc: Buffer | null;
  subject_enc: Buffer | null;
  body_enc: Buffer | null;
  country: string | null;
  unchanged: boolean;
  topics: string[];
  demands: string[];
  digest: string | null;
  reply_to: "relay" | "own";
  follow_up: boolean;
  requested_at: Date;
  expires_at: Date;
  confirmed_at: Date | null;
  left_at: Date | null;
  state_at: Date;
  erased_at: Date | null;
  per_hour: number | null;
  hours: string;
  time_zone: string;
  next_at: Date;
  waits_for: OwnLetter["waitsFor"];
  ahead: number;
  events: { at: string; kind: string; actor: string; note: string | null }[] | null;
};

/**
 * What stands behind a writer's link: all that is stored of their letter, and what became of it. Changes nothing. Takes the
 * token of the link. Answers "gone" where nothing is stored any more.
 */
export async function findOwnLetter(
  { pool, keys, now }: LetterContext,
  token: string,
): Promise<LetterBehindLink> {
  const read = readToken(keys, "own-letter", token);
  if (!read) return { status: "unknown" };
  if (read.expiresAt < now) return { status: "expired" };
  const row = await readRow(pool, read.id, now);
  if (!row) return { status: "gone" };
  const body = row.body_enc && openBody(keys, row.body_enc);
  const corrections = await correctionsSinceWritten(pool, { id: read.id, claims: body?.claims ?? [] });
  return {
    status: "there",
    until: read.expiresAt,
    locale: asLocale(row.locale),
    letter: { ...view(keys, row, body, now), corrections },
  };
}

const asLocale = (locale: string): Locale => (isLocale(locale) ? locale : DEFAULT_LOCALE);

function view(
  keys: KeyRing,
  row: Row,
  body: LetterBodyText | null,
  now: Date,
): Omit<OwnLetter, "corrections"> {
  const open = (field: "name" | "email" | "subject", sealed: Buffer | null) =>
    sealed && openField(keys, field, sealed);
  const isDraft = row.state === "draft" && row.expires_at >= now;
  return {
    campaign: { slug: row.slug, title: row.title },
    office: {
      ...{ key: row.target, kind: row.kind, name: row.office_name },
      ...{ city: row.city, country: row.office_country },
    },
    state: row.state,
    channel: row.channel,
    isPacked: row.packed,
    heldFor: row.held_for,
    language: asLocale(row.language),
    name: open("name", row.name_enc),
    email: open("email", row.email_enc),
    country: row.country,
    subject: open("subject", row.subject_enc),
    text: body?.text ?? null,
    notes: body?.notes ?? null,
    unchanged: row.unchanged,
    topics: row.topics,
    demands: row.demands,
    digest: row.digest,
    salt: body?.salt ?? null,
    replyTo: row.reply_to,
    followUp: row.follow_up,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    confirmedAt: row.confirmed_at,
    leftAt: row.left_at,
    erasedAt: row.erased_at,
    endedBy: endedBy(row),
    timesAreDays: row.body_enc === null,
    dueAbout: dueAt(row, now),
    forgottenFrom: forgottenFrom(row),
    waitsFor: row.waits_for,
    may: {
      confirm: isDraft && row.waits_for === null,
      withdraw: mayMove(row.state, "withdraw"),
      erase: row.erased_at === null && row.state !== "leaving",
    },
    // One let go to be carried is "confirmed" a second time, but by its writer only once.
    events: (row.events ?? [])
      .filter(({ kind, actor }) => kind !== "confirmed" || actor === "writer")
      .map(({ at, kind, note }) => ({ at: new Date(at), kind, note })),
  };
}

/** Whose doing it is that a letter did not reach its office. A restore takes back again what its writer took back. */
function endedBy({ state, left_at, events }: Row): OwnLetter["endedBy"] {
  if (state === "refused") return left_at ? "office" : "campaign";
  if (state !== "withdrawn") return null;
  const actor = events?.findLast(({ kind }) => kind === "withdrawn")?.actor;
  if (actor === "system:retention") return "time";
  return actor === undefined || actor === "writer" || actor === "system:restore" ? "writer" : "campaign";
}

/** One that the campaign refused never left. */
function forgottenFrom({ body_enc, left_at, state, state_at }: Row): Date | null {
  const from = left_at ?? (state === "refused" ? state_at : null);
  return body_enc && from ? new Date(from.getTime() + KEPT_AFTER_LEAVING) : null;
}

/** A day, and as if the last twenty ahead were full: to the minute it would tell who else writes to the office, and when. */
function dueAt(row: Row, now: Date): Date | null {
  const { per_hour, hours, time_zone, next_at, ahead } = row;
  if (row.state !== "queued" || row.waits_for || per_hour === null) return null;
  const twenties = Math.ceil((ahead + 1) / THRESHOLD) * THRESHOLD;
  const due = dueAbout({ per_hour, hours, time_zone }, next_at > now ? next_at : now, twenties);
  return due && new Date(Math.floor(due.getTime() / DAY) * DAY);
}

/** Offices and campaigns take turns, so who is ahead is an estimate: all that came before it to the same office. */
async function readRow(pool: pg.Pool, id: string, now: Date): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT c.slug, ${titleIn("l.locale")} AS title,
       t.id AS target_id, t.key AS target, t.kind, t.name AS office_name, t.city, t.country AS office_country, l.state, l.channel, l.packet_id IS NOT NULL AS packed, l.held_for, l.locale, l.language,
       l.name_enc, l.email_enc, l.subject_enc, l.body_enc, l.country, l.unchanged, l.topics, l.demands, l.digest, l.reply_to, l.follow_up,
       l.requested_at, l.expires_at, l.confirmed_at, l.left_at, l.state_at, l.erased_at, g.per_hour, g.hours, g.time_zone, g.next_at,
       CASE WHEN c.state <> 'live' AND l.state IN ('draft', 'confirmed', 'queued', 'leaving', 'held') THEN 'campaign'
         WHEN l.state IN ('queued', 'leaving') AND NOT ${LETTERS_LEAVE} THEN 'frozen'
         WHEN l.state IN ('queued', 'leaving') AND (g.frozen_at IS NOT NULL OR g.paused_at IS NOT NULL) THEN 'office' END AS waits_for,
       (SELECT count(*)::int FROM letter o WHERE l.state = 'queued' AND o.office = l.office AND o.state = 'queued' AND (o.queued_at, o.id) < (l.queued_at, l.id)) AS ahead,
       (SELECT json_agg(json_build_object('at', e.at, 'kind', e.kind, 'actor', e.actor, 'note', e.note) ORDER BY e.at, e.id) FROM letter_event e WHERE e.letter_id = l.id) AS events
     FROM letter l JOIN campaign c ON c.id = l.campaign_id JOIN target t ON t.id = l.target_id LEFT JOIN office_gate g ON g.address = l.office
     WHERE l.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row || row.waits_for || (row.state !== "queued" && row.state !== "leaving")) return row;
  const checked = await checkedAddress(pool, row.target_id, now);
  return checked.ok ? row : { ...row, waits_for: "office" };
}
