import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { breakLinks } from "@/lib/mail/break-links";
import { type Composed, type Composer, composeEach, type OutboxRow } from "@/lib/mail/compose";
import { quoteText } from "@/lib/mail/quote-text";
import { renderMail } from "@/lib/mail/render-mail";
import { lettersOfMails, type MailedLetter } from "./letters-of-mails";
import { openReply } from "./sealed-reply";
import type { ReplyKind } from "./states";

type StoredReply = {
  kind: ReplyKind;
  subject_enc: Buffer | null;
  text_enc: Buffer | null;
  note: string | null;
  files: number;
};

/**
 * Hands an office's answer on to the letter's writer: who it says it is from, subject and text, links broken, never HTML
 * and never files. Nothing in it opens the letter: who answers the office may quote this mail. Nothing is sent of what is
 * forgotten or erased meanwhile.
 */
export function replyComposer(keys: KeyRing): Composer {
  return async (client, rows) => {
    const letters = await lettersOfMails(client, rows);
    const replies = await readReplies(client, rows);
    return composeEach(rows, async (row) => {
      const [letter, reply] = [letters.get(row.id), replies.get(row.id)];
      if (!letter || !reply) return { drop: "letter or answer is gone" };
      return await compose(keys, row, letter, reply);
    });
  };
}

async function compose(
  keys: KeyRing,
  { locale }: OutboxRow,
  { office, campaignTitle }: MailedLetter,
  { kind, files, note, ...sealed }: StoredReply,
): Promise<Composed> {
  const said = openReply(keys, sealed);
  if (!said) return { drop: "answer is forgotten" };
  // All catalogs: most workers never make this mail, and start sooner without.
  const words = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.reply;
  const lead = [kind === "automatic" ? words.automatic : words.answered];
  if (files > 0) lead.push(words.files.replace("{count}", () => String(files)));
  if (note) lead.push(words.partly);
  const mark = `[${randomUUID()}]`;
  const mail = await renderMail("reply", locale, {
    ...{ campaignTitle, office, lead: lead.join(" "), answer: mark },
    ...{ sender: breakLinks(said.from), answerSubject: breakLinks(said.subject) },
  });
  return { mail: quoteText(mail, mark, breakLinks(said.text)) };
}

/** What a mail to several letters says is kept with one of them. */
async function readReplies(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, StoredReply>> {
  const { rows: found } = await client.query<StoredReply & { row_id: string }>(
    `SELECT DISTINCT ON (o.id) o.id AS row_id, r.kind, k.subject_enc, k.text_enc, k.note,
       (SELECT count(*)::int FROM reply_attachment a WHERE a.reply_id = k.id) AS files
     FROM unnest($1::uuid[], $2::uuid[]) AS o(id, reply_id) JOIN letter_reply r ON r.id = o.reply_id
     JOIN letter_reply k ON k.provider_id = r.provider_id ORDER BY o.id, num_nonnulls(k.subject_enc, k.text_enc) DESC, k.id`,
    [rows.map(({ id }) => id), rows.map(({ payload }) => payload.reply ?? null)],
  );
  return new Map(found.map((reply) => [reply.row_id, reply]));
}
