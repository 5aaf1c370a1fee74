import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { Address } from "@/lib/mail/address";
import type { OutboxRow } from "@/lib/mail/compose";
import type { OtherLink, OtherLinks } from "@/lib/signatures/compose-manage-link";
import { MANAGE_LIFETIME } from "@/lib/signatures/limits";
import { issueOwnLetterToken } from "./own-letter";
import { LETTER_MOVES } from "./states";
import { isWriter } from "./writer-address";
import { writerHash } from "./writer-hash";

type Listed = {
  row_id: string;
  id: string;
  requested_at: Date;
  office: string;
  email_enc: Buffer | null;
};

/** Links of one mail: those that are left out come once some of these letters are taken back or erased. */
export const LETTERS_IN_MAIL = 40;

/**
 * By what `ownLetterLinks` knows a writer, for the payload of a mail with links: letters are looked up by the hash, and
 * their addresses compared with the canonical one.
 */
export function writerOfLinks(keys: KeyRing, address: Address): { writer: string; writerCanonical: string } {
  return { writer: writerHash(keys, address).toString("hex"), writerCanonical: address.canonical };
}

/**
 * Fresh links, good for MANAGE_LIFETIME, to the letters of a mailbox whose writer is still known, in every campaign: those
 * that may still be taken back first, then the newest, LETTERS_IN_MAIL at most, which is said. They come by themselves, or with
 * the links to its signatures, and nobody but the mailbox learns which of the two there are. Drafts have a mail of their own.
 */
export function ownLetterLinks(keys: KeyRing, appUrl: string): OtherLinks {
  return async (client, rows, now) => {
    const letters = await readLetters(client, rows);
    const links = new Map<string, OtherLink[]>();
    for (const { id, locale, payload } of rows) {
      const canonical = payload.writerCanonical ?? "";
      const own = letters.filter((letter) => letter.row_id === id && isWriter(keys, letter, canonical));
      if (own.length > 0) links.set(id, await linksOf({ keys, appUrl, locale, now }, own));
    }
    return links;
  };
}

async function linksOf(
  { keys, appUrl, locale, now }: { keys: KeyRing; appUrl: string; locale: Locale; now: Date },
  own: Listed[],
): Promise<OtherLink[]> {
  const { letter, moreLetters } = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.manage;
  const until = new Date(now.getTime() + MANAGE_LIFETIME);
  const links = own.slice(0, LETTERS_IN_MAIL).map(({ id, requested_at, office }) => ({
    words: letter.replace("{office}", () => office).replace("{date}", () => formatDay(requested_at, locale)),
    url: `${appUrl}/${locale}/letters/sent/${issueOwnLetterToken(keys, id, until)}`,
  }));
  const more = { words: moreLetters, url: `${appUrl}/${locale}/letters/sent` };
  return own.length > LETTERS_IN_MAIL ? [...links, more] : links;
}

/** All of them, for only who opens their addresses knows whose they are; the limits per writer bound how many there can be. */
async function readLetters(client: pg.PoolClient, rows: OutboxRow[]): Promise<Listed[]> {
  const { rows: letters } = await client.query<Listed>(
    `SELECT r.id AS row_id, l.id, l.requested_at, l.email_enc, coalesce(t.name, t.city, t.key) AS office
     FROM unnest($1::uuid[], $2::bytea[]) AS r(id, writer)
       JOIN letter l ON l.email_hash = r.writer AND l.state <> 'draft' JOIN target t ON t.id = l.target_id
     ORDER BY r.id, l.state = ANY ($3) DESC, l.requested_at DESC, l.id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ payload }) => Buffer.from(payload.writer ?? "", "hex")),
      [...LETTER_MOVES.withdraw.from, "leaving"],
    ],
  );
  return letters;
}
