import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { log } from "@/lib/logging/log";
import { CONTENT_REFUSED } from "@/lib/mail/apply-events";
import { type MailState, WRITTEN_PRIORITY } from "@/lib/mail/states";
import { DAY } from "@/lib/time/durations";
import { holdLetter, moveLetter } from "./move-letter";
import { type PauseContext, pauseOffice, type Trouble } from "./pause-office";
import { takeBackLetter } from "./queue-letter";
import type { LetterMove, LetterState } from "./states";

export type FollowContext = Omit<PauseContext, "now"> & { pool: pg.Pool; clock: () => Date };

type Moved = {
  id: string;
  target_id: string;
  state: LetterState;
  office: string | null;
  mail_id: string;
  mail_state: MailState;
  mail_note: string | null;
  sent_at: Date | null;
};
/** What follows from a mail: the letter's move, what it is noted with, and what stops its office, perhaps with others. */
type Following = {
  move: LetterMove | "hold";
  note?: string;
  trouble?: Trouble;
  /** The letter itself may be why: its office stops where another writer's has met the same. SQL over that letter, `l`. */
  alone?: string;
};

/** Within this time two writers' letters meet the same before their office stops: one may have been written to stop it. */
const SAME_SPAN = 7 * DAY;
const REFUSED_FOR_CONTENT = `l.state = 'bounced' AND EXISTS (
  SELECT FROM letter_event e WHERE e.letter_id = l.id AND e.kind = 'bounced' AND e.note = '${CONTENT_REFUSED}')`;
const HELD_AS_FAILED = "l.state = 'held' AND l.held_for = 'failed'";

const ACTOR = "system:letters";
const AT_ONCE = 200;
/** A mail of which nothing was heard for this long after it was sent is only looked at for what came back. */
const DELIVERED_WITHIN = 3 * DAY;
/** What becomes of a mail that was taken matters whenever it comes. */
const TROUBLES: readonly MailState[] = ["bounced", "complained", "failed"];

/**
 * Moves letters as their mails moved. One that came back, for good or for now, stops its office until somebody has looked:
 * a full mailbox at an office swallows hundreds of letters as surely as one that does not exist. Only what was refused for
 * its content, or not taken by the provider, says nothing of the office, until a second writer's is: else any one letter could
 * stop those of all. Mails that surely did not leave bring their letter back, held. Returns how many letters moved.
 */
export async function followMails(context: FollowContext): Promise<number> {
  let moved = 0;
  for (;;) {
    const found = await findMoved(context.pool, context.clock());
    let now = 0;
    for (const one of found) now += (await follow(context, one)) ? 1 : 0;
    moved += now;
    if (found.length < AT_ONCE || now === 0) return moved;
  }
}

/** Those that came back first: an address is suppressed because one did, and that is what a team should read. */
async function findMoved(pool: pg.Pool, now: Date): Promise<Moved[]> {
  const { rows } = await pool.query<Moved>(
    `SELECT * FROM (
     SELECT l.id, l.target_id, l.state, l.office, m.id AS mail_id, m.state AS mail_state, m.note AS mail_note, m.sent_at
     FROM letter l JOIN outbox_mail m ON m.id = l.mail_id
     WHERE (l.state = 'leaving' AND m.state NOT IN ('waiting', 'batched')) OR (l.state = 'sent' AND l.left_at > $3 AND m.state = 'delivered')
     UNION
     SELECT l.id, l.target_id, l.state, l.office, m.id, m.state, m.note, m.sent_at
     FROM outbox_mail m JOIN letter l ON l.mail_id = m.id
     WHERE m.priority = $1 AND m.kind = 'letter' AND m.state = ANY ($2) AND l.state IN ('sent', 'delivered')
     ) AS moved ORDER BY array_position($2::text[], mail_state) NULLS LAST, id LIMIT $4`,
    [WRITTEN_PRIORITY, TROUBLES, new Date(now.getTime() - DELIVERED_WITHIN), AT_ONCE],
  );
  return rows;
}

/** The gate's row is taken before the letter's, in the order of dispatching. */
async function follow(context: FollowContext, found: Moved): Promise<boolean> {
  const now = context.clock();
  const following = followingOf(found);
  return await inTransaction(context.pool, async (client) => {
    if (found.office && following.trouble)
      await client.query("SELECT FROM office_gate WHERE address = $1 FOR NO KEY UPDATE", [found.office]);
    const isMoved = await apply(client, found, following, now);
    if (!isMoved || !found.office || !following.trouble) return isMoved;
    const { id: letterId, office } = found;
    const { trouble } = following;
    if (following.alone && !(await isAnother(client, found, following.alone, now))) return true;
    const paused = await pauseOffice(client, { ...context, now }, { letterId, office, trouble });
    if (paused) log().warn({ trouble }, "letters to an office wait until somebody has looked");
    return true;
  });
}

async function apply(client: pg.PoolClient, found: Moved, following: Following, now: Date): Promise<boolean> {
  const { id, mail_id, sent_at } = found;
  const { move, note } = following;
  const { rowCount } = await client.query("SELECT FROM letter WHERE id = $1 AND mail_id = $2 FOR UPDATE", [
    id,
    mail_id,
  ]);
  if (rowCount !== 1) return false;
  if (move === "hold" || move === "take-back") return await bringBack(client, found, following, now);
  if (!(await moveLetter(client, { id, move, actor: ACTOR, now, note }))) return false;
  await client.query("UPDATE letter SET left_at = coalesce(left_at, $2) WHERE id = $1", [id, sent_at ?? now]);
  return true;
}

/** To wait in the queue of an office that is paused, or, where the letter itself may be why, for a person. */
async function bringBack(
  client: pg.PoolClient,
  { id, target_id: targetId }: Moved,
  { move, note }: Following,
  now: Date,
): Promise<boolean> {
  if (!(await takeBackLetter(client, { id, targetId, actor: ACTOR, now, note }))) return false;
  if (move !== "hold") return true;
  return await holdLetter(client, { id, actor: ACTOR, now, heldFor: "failed", note });
}

function followingOf({ state, mail_state, mail_note }: Moved): Following {
  switch (mail_state) {
    case "delivered":
      return { move: "deliver" };
    case "bounced":
      return { move: "bounce", ...bounceOf(mail_note) };
    case "complained":
      return { move: "refuse", note: "reported as unwanted", trouble: "complained" };
    case "doubt":
      return { move: "send", note: "doubt" };
    case "dropped":
      return mail_note === "suppressed"
        ? { move: "take-back", note: mail_note, trouble: "suppressed" }
        : { move: "hold", note: mail_note ?? "dropped", trouble: "failed" };
    case "failed":
      return state === "leaving"
        ? { move: "hold", note: "the provider did not take it", trouble: "failed", alone: HELD_AS_FAILED }
        : { move: "bounce", note: "the provider could not send it", trouble: "failed" };
    default:
      return { move: "send" };
  }
}

/** Whether another writer's letter to the same address has met the same lately. Whoever is forgotten is another. */
async function isAnother(
  client: pg.PoolClient,
  { id, office }: Moved,
  met: string,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM letter l JOIN letter one ON one.id = $1 WHERE l.office = $2 AND l.id <> $1 AND l.state_at > $3
       AND (l.email_hash = one.email_hash) IS NOT TRUE AND ${met} LIMIT 1`,
    [id, office, new Date(now.getTime() - SAME_SPAN)],
  );
  return rowCount !== 0;
}

function bounceOf(note: string | null): Omit<Following, "move"> {
  if (note === CONTENT_REFUSED) return { note, trouble: "content", alone: REFUSED_FOR_CONTENT };
  if (note === "soft bounce") return { note, trouble: "soft" };
  if (note === "hard bounce") return { note, trouble: "bounced" };
  return { note: note ?? "bounced", trouble: "suppressed" };
}
