import type pg from "pg";
import { WAITS_FOR_TEAM } from "./forward-reply";
import type { Answer, ModerationState, ReplyKind } from "./states";

/** What a team's members see of a reply before they open it: nothing of what it says. */
export type ReplyHead = {
  id: string;
  target: string;
  via: "relay" | "told";
  kind: ReplyKind | null;
  answer: Answer | null;
  moderation: ModerationState;
  receivedAt: Date;
  /** It came for many letters, and is forwarded to nobody before the team says so. */
  waits: boolean;
};

/** The columns of a head, over `r`, its target `t`. */
export const HEAD = `r.id, t.key AS target, r.via, r.kind, r.answer, r.moderation, r.received_at AS "receivedAt", ${WAITS_FOR_TEAM} AS waits`;

/** A campaign's replies, newest first, at most 200. Takes its slug. */
export async function teamReplies(pool: pg.Pool, slug: string): Promise<ReplyHead[]> {
  const { rows } = await pool.query<ReplyHead>(
    `SELECT ${HEAD} FROM letter_reply r JOIN target t ON t.id = r.target_id JOIN campaign c ON c.id = r.campaign_id
     WHERE c.slug = $1 ORDER BY r.received_at DESC, r.id LIMIT 200`,
    [slug],
  );
  return rows;
}
