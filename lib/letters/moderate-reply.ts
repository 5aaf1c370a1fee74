import type pg from "pg";
import { journal } from "@/lib/db/journal";
import { inTransaction } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import { hasHidden } from "./hidden-characters";
import { SHOWN_LONGEST } from "./reply-limits";
import type { ModerationState, ReplyKind } from "./states";

export type ModerateInput = { id: string; actor: string; now: Date } & (
  | { to: "shown"; text: string }
  | { to: "hidden" }
);
export type ModerateResult =
  | { ok: true; changed: boolean }
  | {
      ok: false;
      reason:
        | "unknown"
        | "not-offered"
        | "no-answer"
        | "empty"
        | "too-long"
        | "hidden-characters"
        | "names-an-address";
    };

type Row = {
  via: "relay" | "told";
  kind: ReplyKind | null;
  answer: string | null;
  moderation: ModerationState;
  shown_text: string | null;
  campaign_id: string;
};

/**
 * Shows what an office answered, in the moderator's wording, or hides it. Takes the reply's id, who decides and when;
 * leaves an audit row without the words. What a writer told is shown only where the writer offered it; what is no
 * answer is not shown at all. Refuses words that are empty, too long, or hold an address of mail. May be turned round.
 */
export async function moderateReply(pool: pg.Pool, input: ModerateInput): Promise<ModerateResult> {
  const { id, to, actor, now } = input;
  if (!isUuid(id)) return { ok: false, reason: "unknown" };
  const text = to === "shown" ? input.text.trim() : null;
  const fault = text === null ? null : faultOf(text);
  if (fault) return { ok: false, reason: fault };
  return await inTransaction(pool, async (client): Promise<ModerateResult> => {
    const { rows } = await client.query<Row>(
      "SELECT via, kind, answer, moderation, shown_text, campaign_id FROM letter_reply WHERE id = $1 FOR UPDATE",
      [id],
    );
    const [reply] = rows;
    if (!reply) return { ok: false, reason: "unknown" };
    if (to === "shown" && !isAnswer(reply)) return { ok: false, reason: "no-answer" };
    if (to === "shown" && reply.via === "told" && reply.moderation === "private")
      return { ok: false, reason: "not-offered" };
    if (reply.moderation === to && reply.shown_text === text) return { ok: true, changed: false };
    await client.query("UPDATE letter_reply SET moderation = $2, shown_text = $3 WHERE id = $1", [
      id,
      to,
      text,
    ]);
    if (to === "hidden") await journal(client, "hide-reply", id, now);
    await client.query(
      `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
       VALUES ($1, $2, 'moderate-reply', 'letter_reply', $3, $4, '{text}', $5)`,
      [now, actor, id, reply.campaign_id, JSON.stringify({ from: reply.moderation, to })],
    );
    return { ok: true, changed: true };
  });
}

function isAnswer({ via, kind, answer }: Row): boolean {
  return via === "relay" ? kind === "answer" : answer !== "none";
}

/** A moderator's words name nobody; that they hold no address can be checked, the rest is the moderator's care. */
function faultOf(text: string) {
  if (text === "") return "empty";
  if (text.length > SHOWN_LONGEST) return "too-long";
  if (hasHidden(text)) return "hidden-characters";
  if (/[^\s@]@[^\s@]+\.[^\s@]/u.test(text)) return "names-an-address";
  return null;
}
