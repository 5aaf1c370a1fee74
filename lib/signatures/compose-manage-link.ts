import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { type Composed, type Composer, composeEach, type OutboxRow } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import type { ManageSignatureData } from "@/lib/mail/templates/manage-signature";
import { LISTED_IN_MAIL } from "./limits";
import { issueManageToken } from "./own-signature";
import type { SignatureState } from "./states";

type Subject = { id: string; state: SignatureState; requested_at: Date; slug: string; title: string };

/**
 * The mail with a link to each signature that its mailbox has under a petition at the moment of sending. It holds no
 * name: what a stranger typed is nobody's to mail. Where there is none that has an address, nothing is sent: not for
 * "forget me", whose address is gone, and not for an address that never signed.
 */
export function manageLinkComposer(keys: KeyRing, appUrl: string): Composer {
  return (client, rows, now) => composeEach(rows, (row) => compose(client, keys, appUrl, row, now));
}

async function compose(
  client: pg.PoolClient,
  keys: KeyRing,
  appUrl: string,
  row: OutboxRow,
  now: Date,
): Promise<Composed> {
  const { locale, payload, subjectId } = row;
  if (!payload.emailHash) return { drop: "nothing to send" };
  const subjects = await readSubjects(client, subjectId, Buffer.from(payload.emailHash, "hex"));
  const [first] = subjects;
  if (!first) return { drop: "nothing to send" };
  const data: ManageSignatureData = {
    petitionTitle: first.title,
    manageUrl: `${appUrl}/${locale}/petitions/${first.slug}/manage`,
  };
  for (const [index, subject] of subjects.entries()) {
    data[`entry${index + 1}`] = entryWords(subject, locale);
    data[`url${index + 1}`] = `${appUrl}/${locale}/signatures/${issueManageToken(keys, subject.id, now)}`;
  }
  return { mail: await renderMail("manage-signature", locale, data) };
}

function entryWords({ state, requested_at }: Subject, locale: Locale): string {
  const words = messagesFor(locale).mail.manage;
  return words[state].replace("{date}", () => formatDay(requested_at, locale));
}

/** Those that hold a place first. */
async function readSubjects(
  client: pg.PoolClient,
  petitionId: string | null,
  emailHash: Buffer,
): Promise<Subject[]> {
  const { rows } = await client.query<Subject>(
    `SELECT s.id, s.state, s.requested_at, p.slug, v.title FROM signature s
     JOIN petition p ON p.id = s.petition_id JOIN petition_version v ON v.id = s.version_id
     WHERE s.petition_id = $1 AND s.email_hash = $2 AND s.email_enc IS NOT NULL AND NOT (s.forget_me AND s.state <> 'pending')
     ORDER BY s.place NULLS LAST, s.requested_at DESC, s.id LIMIT $3`,
    [petitionId, emailHash, LISTED_IN_MAIL],
  );
  return rows;
}
