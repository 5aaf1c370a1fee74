import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken } from "@/lib/crypto/token";
import { formatDay } from "@/lib/i18n/dates";
import { type Composed, type Composer, composeEach, type OutboxRow } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { GRACE_AFTER_CLOSING, PENDING_LIFETIME, PLACES_PER_MAILBOX } from "./limits";

type Subject = {
  id: string;
  state: string;
  /** The last moment at which it can be confirmed: of its own, or some time after the petition closed. */
  expires_at: Date;
  closes_at: Date | null;
  slug: string;
  title: string;
  title_locale: string;
  places_taken: number;
};

/**
 * The mail that follows a sign-up, the same whether the signature is new, pending, signed or removed: the page
 * behind its button tells. Only where two others hold the mailbox's places does the mail say so, since there is
 * nothing to confirm; only the mailbox's owners can read that. Nothing is sent for a signature that is gone or can't
 * be confirmed any more.
 */
export function confirmationComposer(keys: KeyRing, appUrl: string): Composer {
  return async (client, rows, now) => {
    const subjects = await readSubjects(client, rows);
    return composeEach(rows, (row) => compose(keys, appUrl, row, subjects.get(row.subjectId ?? ""), now));
  };
}

async function compose(
  keys: KeyRing,
  appUrl: string,
  row: OutboxRow,
  subject: Subject | undefined,
  now: Date,
): Promise<Composed> {
  if (!subject) return { drop: "signature is gone" };
  const petitionTitle = subject.title;
  if (subject.state === "pending" && subject.places_taken >= PLACES_PER_MAILBOX)
    return { mail: await renderMail("mailbox-full", row.locale, { petitionTitle }) };
  const ownEnd =
    subject.state === "pending" ? subject.expires_at : new Date(now.getTime() + PENDING_LIFETIME);
  const expiresAt = subject.closes_at && subject.closes_at < ownEnd ? subject.closes_at : ownEnd;
  if (expiresAt < now) return { drop: "too late to be confirmed" };
  const token = issueToken(keys, "confirm-signature", subject.id, expiresAt);
  const expires = formatDay(expiresAt, row.locale);
  return {
    mail: await renderMail("confirm-signature", row.locale, {
      petitionTitle,
      confirmUrl: `${appUrl}/${row.locale}/confirm/${token}`,
      expires,
      manageUrl: `${appUrl}/${row.locale}/petitions/${subject.slug}/manage`,
      safetyUrl: `${appUrl}/${row.locale}/safety`,
    }),
  };
}

/** The petition's title in the mail's language, else in the language that was signed. */
async function readSubjects(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, Subject>> {
  const { rows: subjects } = await client.query<Subject>(
    `SELECT s.id, s.state, s.expires_at, p.closed_at + $2::interval AS closes_at, p.slug, v.title, v.locale AS title_locale,
       (SELECT count(*)::int FROM signature o WHERE o.petition_id = s.petition_id AND o.email_hash = s.email_hash AND o.place IS NOT NULL AND o.id <> s.id) AS places_taken
     FROM signature s JOIN petition p ON p.id = s.petition_id JOIN petition_version v ON v.id = s.version_id WHERE s.id = ANY ($1)`,
    [rows.flatMap((row) => row.subjectId ?? []), `${GRACE_AFTER_CLOSING} milliseconds`],
  );
  return new Map(subjects.map((subject) => [subject.id, subject]));
}
