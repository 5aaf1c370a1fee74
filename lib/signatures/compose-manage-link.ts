import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { formatDay } from "@/lib/i18n/dates";
import { type Composed, type Composer, composeEach, type OutboxRow } from "@/lib/mail/compose";
import { overAsUnconfirmed } from "@/lib/mail/limit-mails";
import { renderMail } from "@/lib/mail/render-mail";
import type { ManageSignatureData } from "@/lib/mail/templates/manage-signature";
import { LISTED_IN_MAIL } from "./limits";
import { issueManageToken } from "./own-signature";
import type { SignatureState } from "./states";

/** What else than signatures a mailbox has here, and its link: a line of words and an address. */
export type OtherLink = { words: string; url: string };
/** Looks such up for rows whose payload says whose they are. By row id. */
export type OtherLinks = (
  client: pg.PoolClient,
  rows: OutboxRow[],
  now: Date,
) => Promise<Map<string, OtherLink[]>>;

type Petition = { slug: string; title: string };
type Subject = { id: string; state: SignatureState; requested_at: Date };

/**
 * The mail with a link to each signature that its mailbox has under a petition at the moment of sending, and to what else
 * it has (`others`). It holds no name: what a stranger typed is nobody's to mail; and it names no petition that the mailbox
 * did not sign, for whoever reads along would take it for the mailbox's cause. Where there is none that has an address,
 * nothing is sent: not for "forget me", whose address is gone, and not for an address that never signed. Where nothing is
 * confirmed, a stranger may have typed the address: such a mail counts with those that sign-ups cause (limit-mails.ts).
 */
export function manageLinkComposer(keys: KeyRing, appUrl: string, others?: OtherLinks): Composer {
  return async (client, rows, now) => {
    const subjects = await readSubjects(client, rows);
    const petitions = await readPetitions(client, rows);
    const other = (await others?.(client, rows, now)) ?? new Map<string, OtherLink[]>();
    const of = ({ id }: OutboxRow) => subjects.get(id) ?? [];
    const unconfirmed = rows.filter(
      (row) => !other.get(row.id)?.length && of(row).every(({ state }) => state === "pending"),
    );
    const over = await overAsUnconfirmed(client, rows, unconfirmed, now);
    return composeEach(rows, async (row) => {
      if (over.has(row.id)) return { drop: "over the limit per address" };
      const links = [...(await linksOf(keys, appUrl, row, of(row), now)), ...(other.get(row.id) ?? [])];
      const petition = of(row).length > 0 ? petitions.get(row.id) : undefined;
      return await compose(appUrl, row, petition, links);
    });
  };
}

async function compose(
  appUrl: string,
  { locale }: OutboxRow,
  petition: Petition | undefined,
  links: OtherLink[],
): Promise<Composed> {
  if (links.length === 0) return { drop: "nothing to send" };
  const data: ManageSignatureData = petition
    ? { petitionTitle: petition.title, manageUrl: `${appUrl}/${locale}/petitions/${petition.slug}/manage` }
    : { manageUrl: `${appUrl}/${locale}/letters/sent` };
  for (const [index, { words, url }] of links.entries()) {
    data[`entry${index + 1}`] = words;
    data[`url${index + 1}`] = url;
  }
  return { mail: await renderMail("manage-signature", locale, data) };
}

async function linksOf(
  keys: KeyRing,
  appUrl: string,
  { locale }: OutboxRow,
  subjects: Subject[],
  now: Date,
): Promise<OtherLink[]> {
  // All catalogs: most workers never make this mail, and start sooner without.
  const words = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.manage;
  return subjects.map(({ id, state, requested_at }) => ({
    words: words[state].replace("{date}", () => formatDay(requested_at, locale)),
    url: `${appUrl}/${locale}/signatures/${issueManageToken(keys, id, now)}`,
  }));
}

/** Per outbox row, its petition by its newest title, in the mail's language where it has one. */
async function readPetitions(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, Petition>> {
  const { rows: found } = await client.query<Petition & { row_id: string }>(
    `SELECT r.id AS row_id, p.slug, v.title FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS r(id, petition_id, locale)
     JOIN petition p ON p.id = r.petition_id CROSS JOIN LATERAL (
       SELECT title FROM petition_version WHERE petition_id = p.id ORDER BY locale = r.locale DESC, number DESC, locale LIMIT 1) AS v`,
    [rows.map(({ id }) => id), rows.map(({ subjectId }) => subjectId), rows.map(({ locale }) => locale)],
  );
  return new Map(found.map((petition) => [petition.row_id, petition]));
}

/** Per outbox row, the signatures of its mailbox; those that hold a place first. */
async function readSubjects(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, Subject[]>> {
  const found = await client.query<Subject & { row_id: string }>(
    `SELECT r.id AS row_id, s.id, s.state, s.requested_at
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS r(id, petition_id, email_hash) CROSS JOIN LATERAL (
       SELECT s.id, s.state, s.requested_at, s.place FROM signature s
       WHERE s.petition_id = r.petition_id AND s.email_hash = r.email_hash AND s.email_enc IS NOT NULL
       ORDER BY s.place NULLS LAST, s.requested_at DESC, s.id LIMIT $4
     ) AS s ORDER BY r.id, s.place NULLS LAST, s.requested_at DESC, s.id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ subjectId }) => subjectId),
      rows.map(({ payload }) => Buffer.from(payload.emailHash ?? "", "hex")),
      LISTED_IN_MAIL,
    ],
  );
  const subjects = new Map<string, Subject[]>();
  for (const row of found.rows) subjects.set(row.row_id, [...(subjects.get(row.row_id) ?? []), row]);
  return subjects;
}
