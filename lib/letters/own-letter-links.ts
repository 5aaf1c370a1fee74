import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { formatDay } from "@/lib/i18n/dates";
import type { Address } from "@/lib/mail/address";
import type { OutboxRow } from "@/lib/mail/compose";
import type { OtherLink, OtherLinks } from "@/lib/signatures/compose-manage-link";
import { LISTED_IN_MAIL, MANAGE_LIFETIME } from "@/lib/signatures/limits";
import { issueOwnLetterToken } from "./own-letter";
import { writerHash } from "./writer-hash";

type Listed = { row_id: string; id: string; requested_at: Date; office: string };

/** By what `ownLetterLinks` knows a writer: for the payload of a mail with links. */
export function writerOfLinks(keys: KeyRing, address: Address): { writer: string } {
  return { writer: writerHash(keys, address).toString("hex") };
}

/**
 * Fresh links, good for MANAGE_LIFETIME, to the newest letters of a mailbox whose writer is still known, in every campaign:
 * they go with the links to its signatures, so that asking for them shows nobody which of the two there are. Drafts have
 * a mail of their own.
 */
export function ownLetterLinks(keys: KeyRing, appUrl: string): OtherLinks {
  return async (client, rows, now) => {
    const links = new Map<string, OtherLink[]>();
    const locales = new Map(rows.map(({ id, locale }) => [id, locale]));
    for (const { row_id, id, requested_at, office } of await readLetters(client, rows)) {
      const locale = locales.get(row_id);
      if (!locale) continue;
      const words = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.manage.letter;
      const token = issueOwnLetterToken(keys, id, new Date(now.getTime() + MANAGE_LIFETIME));
      const link = {
        words: words
          .replace("{office}", () => office)
          .replace("{date}", () => formatDay(requested_at, locale)),
        url: `${appUrl}/${locale}/letters/sent/${token}`,
      };
      links.set(row_id, [...(links.get(row_id) ?? []), link]);
    }
    return links;
  };
}

async function readLetters(client: pg.PoolClient, rows: OutboxRow[]): Promise<Listed[]> {
  const { rows: letters } = await client.query<Listed>(
    `SELECT r.id AS row_id, l.* FROM unnest($1::uuid[], $2::bytea[]) AS r(id, writer) CROSS JOIN LATERAL (
       SELECT l.id, l.requested_at, coalesce(t.name, t.city, t.key) AS office FROM letter l JOIN target t ON t.id = l.target_id
       WHERE l.email_hash = r.writer AND l.state <> 'draft' ORDER BY l.requested_at DESC, l.id LIMIT $3
     ) AS l ORDER BY r.id, l.requested_at DESC, l.id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ payload }) => Buffer.from(payload.writer ?? "", "hex")),
      LISTED_IN_MAIL,
    ],
  );
  return letters;
}
