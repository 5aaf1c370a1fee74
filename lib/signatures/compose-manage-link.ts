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

type Subject = { id: string; state: SignatureState; requested_at: Date; slug: string; title: string };

/**
 * The mail with a link to each signature that its mailbox has under a petition at the moment of sending. It holds no
 * name: what a stranger typed is nobody's to mail. Where there is none that has an address, nothing is sent: not for
 * "forget me", whose address is gone, and not for an address that never signed. Where nothing is confirmed, a stranger
 * may have typed the address: such a mail counts with those that sign-ups cause (limit-mails.ts).
 */
export function manageLinkComposer(keys: KeyRing, appUrl: string): Composer {
  return async (client, rows, now) => {
    const subjects = await readSubjects(client, rows);
    const of = ({ id }: OutboxRow) => subjects.get(id) ?? [];
    const unconfirmed = rows.filter((row) => of(row).every(({ state }) => state === "pending"));
    const over = await overAsUnconfirmed(client, rows, unconfirmed, now);
    return composeEach(rows, async (row) => {
      if (over.has(row.id)) return { drop: "over the limit per address" };
      return await compose(keys, appUrl, row, of(row), now);
    });
  };
}

async function compose(
  keys: KeyRing,
  appUrl: string,
  { locale }: OutboxRow,
  subjects: Subject[],
  now: Date,
): Promise<Composed> {
  const [first] = subjects;
  if (!first) return { drop: "nothing to send" };
  const data: ManageSignatureData = {
    petitionTitle: first.title,
    manageUrl: `${appUrl}/${locale}/petitions/${first.slug}/manage`,
  };
  // All catalogs: most workers never make this mail, and start sooner without.
  const words = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.manage;
  for (const [index, subject] of subjects.entries()) {
    data[`entry${index + 1}`] = words[subject.state].replace("{date}", () =>
      formatDay(subject.requested_at, locale),
    );
    data[`url${index + 1}`] = `${appUrl}/${locale}/signatures/${issueManageToken(keys, subject.id, now)}`;
  }
  return { mail: await renderMail("manage-signature", locale, data) };
}

/** Per outbox row, the signatures of its mailbox; those that hold a place first. */
async function readSubjects(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, Subject[]>> {
  const found = await client.query<Subject & { row_id: string }>(
    `SELECT r.id AS row_id, s.id, s.state, s.requested_at, s.slug, s.title
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS r(id, petition_id, email_hash) CROSS JOIN LATERAL (
       SELECT s.id, s.state, s.requested_at, s.place, p.slug, v.title FROM signature s
       JOIN petition p ON p.id = s.petition_id JOIN petition_version v ON v.id = s.version_id
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
