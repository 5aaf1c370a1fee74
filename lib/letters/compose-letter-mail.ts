import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Locale } from "@/lib/i18n/locales";
import { type Composed, type Composer, composeEach, type OutboxRow } from "@/lib/mail/compose";
import { checkedAddress } from "./checked-address";
import { isCorrected } from "./claim-corrections";
import { LETTERS_LEAVE, titleIn } from "./letter-campaigns";
import { type LetterOut, letterMail } from "./letter-mail";
import { holdLetter } from "./move-letter";
import { takeBackLetter } from "./queue-letter";
import { replyAddress, replyTagHash, replyToken } from "./reply-address";
import { openBody, openField } from "./sealed-letter";

/** Whom letters are mailed from, an address alone, and the domain that takes answers in. */
export type LetterSender = { from: string; replyDomain: string };

type Row = {
  id: string;
  mail_id: string | null;
  state: string;
  target_id: string;
  office: string | null;
  language: Locale;
  reply_to: "relay" | "own";
  name_enc: Buffer | null;
  email_enc: Buffer | null;
  subject_enc: Buffer | null;
  body_enc: Buffer | null;
  stopped: boolean;
  title: string;
};

/**
 * The letter itself, just before it leaves, within the relay's transaction. What has been stopped since it was its
 * turn, or lost its checked address, is taken back into the queue; what rests on evidence that was corrected is held.
 * Their mails are dropped.
 */
export function letterComposer(keys: KeyRing, sender: LetterSender): Composer {
  return async (client, rows, now) => {
    const letters = await lockLetters(client, rows);
    return composeEach(rows, (row) => compose(client, { keys, sender, now }, row, letters.get(row.id)));
  };
}

type Context = { keys: KeyRing; sender: LetterSender; now: Date };

async function compose(
  client: pg.PoolClient,
  context: Context,
  { id: mailId }: OutboxRow,
  letter: Row | undefined,
): Promise<Composed> {
  const { now } = context;
  if (letter?.state !== "leaving" || letter.mail_id !== mailId) return { drop: "its letter does not leave" };
  if (letter.stopped) return await takeBack(client, letter, "stopped", now);
  const checked = await checkedAddress(client, letter.target_id, now);
  if (!checked.ok || checked.gate !== letter.office)
    return await takeBack(client, letter, "its address", now);
  const { name_enc, email_enc, subject_enc, body_enc } = letter;
  if (!name_enc || !email_enc || !subject_enc || !body_enc) return { fail: "a letter without its words" };
  const { text, notes, claims } = openBody(context.keys, body_enc);
  if (await isCorrected(client, { id: letter.id, claims })) return await holdBack(client, letter, now);
  const subject = openField(context.keys, "subject", subject_enc);
  const name = openField(context.keys, "name", name_enc);
  const replyTo = await answersTo(client, context, letter, email_enc);
  const out: LetterOut = { subject, text, notes, language: letter.language };
  return await letterMail(out, { name, campaign: letter.title, from: context.sender.from, replyTo });
}

const ACTOR = "system:letters";

async function takeBack(
  client: pg.PoolClient,
  { id, target_id: targetId }: Row,
  note: string,
  now: Date,
): Promise<{ drop: string }> {
  await takeBackLetter(client, { id, targetId, actor: ACTOR, now, note });
  return { drop: `taken back: ${note}` };
}

/** Its evidence was corrected while it waited: somebody looks at it before it leaves. */
async function holdBack(client: pg.PoolClient, letter: Row, now: Date): Promise<{ drop: string }> {
  const drop = await takeBack(client, letter, "corrected", now);
  await holdLetter(client, { id: letter.id, actor: ACTOR, now, heldFor: "corrected" });
  return drop;
}

/** The relay's name is made of today's key; its hash is what an answer is found by, whichever key comes after. */
async function answersTo(
  client: pg.PoolClient,
  { keys, sender }: Context,
  { id, reply_to }: Row,
  email: Buffer,
): Promise<string> {
  if (reply_to === "own") return openField(keys, "email", email);
  await client.query("UPDATE letter SET reply_tag_hash = $2 WHERE id = $1", [
    id,
    replyTagHash(replyToken(keys, id)),
  ]);
  return replyAddress(keys, id, sender.replyDomain);
}

/** By outbox row. Held until the relay's transaction ends, so that its writer withdraws it before or after, not between. */
async function lockLetters(client: pg.PoolClient, rows: OutboxRow[]): Promise<Map<string, Row>> {
  const { rows: letters } = await client.query<Row & { row_id: string }>(
    `SELECT o.row_id, l.id, l.mail_id, l.state, l.target_id, l.office, l.language, l.reply_to, l.name_enc, l.email_enc, l.subject_enc, l.body_enc,
       NOT ${LETTERS_LEAVE} OR g.frozen_at IS NOT NULL OR g.paused_at IS NOT NULL AS stopped, ${titleIn("l.language")} AS title
     FROM unnest($1::uuid[], $2::uuid[]) AS o(row_id, letter_id) JOIN letter l ON l.id = o.letter_id
     JOIN campaign c ON c.id = l.campaign_id LEFT JOIN office_gate g ON g.address = l.office ORDER BY l.id FOR UPDATE OF l`,
    [rows.map(({ id }) => id), rows.map(({ subjectId }) => subjectId)],
  );
  return new Map(letters.map((letter) => [letter.row_id, letter]));
}

/**
 * Whether letters whose turn with the provider has come may still leave: asked at the last moment (relay-to-provider.ts),
 * so that a freeze, a pause or a closed campaign holds at once. Takes ids of outbox rows.
 */
export async function lettersMayLeave(client: pg.PoolClient, mails: string[]): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM letter l JOIN campaign c ON c.id = l.campaign_id JOIN office_gate g ON g.address = l.office
     WHERE l.mail_id = ANY ($1) AND (NOT ${LETTERS_LEAVE} OR g.frozen_at IS NOT NULL OR g.paused_at IS NOT NULL) LIMIT 1`,
    [mails],
  );
  return rowCount === 0;
}
