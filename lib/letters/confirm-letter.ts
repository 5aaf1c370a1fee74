import type pg from "pg";
import { DAY } from "@/lib/time/durations";
import { checkedAddress } from "./checked-address";
import { whyHold } from "./hold-letters";
import { lockWriter } from "./insert-draft";
import { LETTERS_A_DAY, SAME_OFFICE_AFTER } from "./limits";
import { holdLetter, moveLetter } from "./move-letter";
import { erasedUses } from "./note-use";
import { type LockedLetter, type OwnLetterRefusal, onOwnLetter } from "./on-own-letter";
import { queueLetter } from "./queue-letter";
import { openBody, openField } from "./sealed-letter";
import type { LetterState } from "./states";
import type { LetterContext } from "./write-letter";

export type ConfirmLetterResult =
  | { ok: true; state: LetterState; campaign: string; locale: string }
  | OwnLetterRefusal;

/**
 * The writer's mailbox says yes: a letter by the platform goes into its office's queue, one to be carried waits for a packet;
 * either may be held for a person to look at first. A single effect however often it is called; later calls tell where it stands.
 * Refuses a draft after its time, one of a campaign that is paused or over ("closed"), what was withdrawn, more than
 * LETTERS_A_DAY of one mailbox, and a second letter to the same office within SAME_OFFICE_AFTER: its owner can be told, for
 * only they have the link.
 */
export function confirmLetter(context: LetterContext, token: string): Promise<ConfirmLetterResult> {
  return onOwnLetter<ConfirmLetterResult>(context, token, async (client, letter) => {
    const { campaign, state, locale, email_hash } = letter;
    if (state === "withdrawn") return { ok: false, reason: "withdrawn", campaign };
    if (state !== "draft") return { ok: true, state, campaign, locale };
    if (letter.expires_at < context.now || !email_hash) return { ok: false, reason: "expired", campaign };
    if (letter.campaign_state !== "live") return { ok: false, reason: "closed", campaign };
    await lockWriter(client, email_hash);
    const reason = await overLimit(client, context, { ...letter, email_hash });
    if (reason) return { ok: false, reason, campaign };
    return { ok: true, state: await confirm(client, context, letter), campaign, locale };
  });
}

/**
 * An office is the same by its entry or its address: more than one campaign may have it. What was withdrawn knows no writer
 * any more, and counts for nothing; one erased meanwhile is in either of the two.
 */
async function overLimit(
  client: pg.PoolClient,
  context: LetterContext,
  { email_hash, target_id }: Pick<LockedLetter, "target_id"> & { email_hash: Buffer },
): Promise<"too-many" | "written-before" | null> {
  const before = (span: number) => new Date(context.now.getTime() - span);
  const checked = await checkedAddress(client, target_id, context.now);
  const office = checked.ok ? checked.gate : null;
  const { rows } = await client.query<{ lately: number; same_office: boolean }>(
    `SELECT count(*) FILTER (WHERE confirmed_at > $3)::int AS lately, coalesce(bool_or(target_id = $2 OR office = $5), false) AS same_office
     FROM letter WHERE email_hash = $1 AND confirmed_at > $4`,
    [email_hash, target_id, before(DAY), before(SAME_OFFICE_AFTER), office],
  );
  const erased = await erasedUses(client, context, { email_hash, target_id, office });
  if (rows[0]?.same_office || erased.sameOffice) return "written-before";
  return (rows[0]?.lately ?? 0) + erased.lately >= LETTERS_A_DAY ? "too-many" : null;
}

async function confirm(
  client: pg.PoolClient,
  { keys, now }: LetterContext,
  { id, target_id: targetId, channel, email_hash, name_enc, body_enc, likeness }: LockedLetter,
): Promise<LetterState> {
  if (!email_hash || !name_enc || !body_enc) throw new Error(`draft ${id} lacks its words`);
  await client.query("UPDATE letter SET confirmed_at = $2 WHERE id = $1", [id, now]);
  await moveLetter(client, { id, move: "confirm", actor: "writer", now });
  const { own, claims } = openBody(keys, body_enc);
  const name = openField(keys, "name", name_enc);
  const heldFor = await whyHold(client, { id, name, own, claims, likeness, emailHash: email_hash }, now);
  if (heldFor) return (await holdLetter(client, { id, actor: ACTOR, now, heldFor })) ? "held" : "confirmed";
  if (channel === "hand-over") return "confirmed";
  return (await queueLetter(client, { id, targetId, actor: ACTOR, now })) ? "queued" : "confirmed";
}

const ACTOR = "system:letters";
