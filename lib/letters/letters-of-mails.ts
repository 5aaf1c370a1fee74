import type pg from "pg";
import type { Locale } from "@/lib/i18n/locales";
import type { OutboxRow } from "@/lib/mail/compose";
import { titleIn } from "./letter-campaigns";

/** A letter as mails to its writer name it. */
export type MailedLetter = {
  id: string;
  office: string;
  campaignTitle: string;
  left_at: Date | null;
  expires_at: Date;
  isWanted: boolean;
};

/**
 * Per outbox row, the letter that it is about, with the campaign's title in the mail's language, else in its own. Takes
 * SQL over `l` that says whether the mail is still wanted. None for a letter that is gone or erased.
 */
export async function lettersOfMails(
  client: pg.PoolClient,
  rows: OutboxRow[],
  wanted = "true",
): Promise<Map<string, MailedLetter>> {
  const { rows: found } = await client.query<MailedLetter & { row_id: string }>(
    `SELECT r.id AS row_id, l.id, coalesce(t.name, t.city, t.key) AS office, l.left_at, l.expires_at, ${wanted} AS "isWanted",
       ${titleIn("r.locale")} AS "campaignTitle"
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS r(id, letter_id, locale)
     JOIN letter l ON l.id = r.letter_id JOIN target t ON t.id = l.target_id JOIN campaign c ON c.id = l.campaign_id
     WHERE l.erased_at IS NULL`,
    [
      rows.map(({ id }) => id),
      rows.map(({ subjectId }) => subjectId),
      rows.map(({ locale }): Locale => locale),
    ],
  );
  return new Map(found.map((letter) => [letter.row_id, letter]));
}
