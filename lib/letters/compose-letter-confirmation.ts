import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { formatDay } from "@/lib/i18n/dates";
import { type Composer, composeEach, type OutboxRow } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { issueOwnLetterToken } from "./own-letter";
import type { LetterState } from "./states";

type Subject = { id: string; state: LetterState; expires_at: Date; title: string; office: string };

/**
 * The mail that asks a mailbox for a yes to a letter. It says to which office and in which campaign, and nothing that was
 * typed. None is sent for a draft that is gone or answered.
 */
export function letterConfirmationComposer(keys: KeyRing, appUrl: string): Composer {
  return async (client, rows, now) => {
    const subjects = await readSubjects(client, rows);
    return composeEach(rows, async ({ subjectId, locale }) => {
      const letter = subjects.get(subjectId ?? "");
      if (!letter) return { drop: "the letter is gone" };
      if (letter.state !== "draft" || letter.expires_at < now) return { drop: "nothing to confirm" };
      const mail = await renderMail("confirm-letter", locale, {
        campaignTitle: letter.title,
        office: letter.office,
        letterUrl: `${appUrl}/${locale}/letters/sent/${issueOwnLetterToken(keys, letter.id, letter.expires_at)}`,
        expires: formatDay(letter.expires_at, locale),
        safetyUrl: `${appUrl}/${locale}/safety`,
      });
      return { mail };
    });
  };
}

async function readSubjects(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, Subject>> {
  const { rows: subjects } = await client.query<Subject>(
    `SELECT l.id, l.state, l.expires_at, coalesce(t.name, t.key) AS office, coalesce(
       (SELECT x.title FROM campaign_text x WHERE x.campaign_id = c.id AND x.locale IN (l.locale, c.default_locale) ORDER BY x.locale <> l.locale LIMIT 1), c.slug) AS title
     FROM letter l JOIN target t ON t.id = l.target_id JOIN campaign c ON c.id = l.campaign_id WHERE l.id = ANY ($1)`,
    [rows.flatMap((row) => row.subjectId ?? [])],
  );
  return new Map(subjects.map((subject) => [subject.id, subject]));
}
