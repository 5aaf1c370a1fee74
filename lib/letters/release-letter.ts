import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import { moveLetter } from "./move-letter";
import { queueLetter } from "./queue-letter";
import type { Channel, LetterState } from "./states";
import { tellEnded } from "./tell-ended";

export type DeskContext = { pool: pg.Pool; now: Date; actor: string };
export type ReleaseResult = { ok: true } | { ok: false; reason: "unknown" | "not-held" };

type Held = {
  id: string;
  target_id: string;
  state: LetterState;
  channel: Channel;
  campaign_id: string;
  locale: string;
  email_enc: Buffer | null;
};

/**
 * A person has looked at a held letter, and it may leave: it goes into its office's queue as of its first moment there, or
 * waits for a packet. Refuses what is not held. The caller has asked whether the actor may decide in the campaign.
 */
export async function releaseLetter(context: DeskContext, id: string): Promise<ReleaseResult> {
  return await onHeld(context, id, "release-letter", async (client, letter) => {
    const { actor, now } = context;
    if (letter.channel === "hand-over") await moveLetter(client, { id, move: "free", actor, now });
    else await queueLetter(client, { id, targetId: letter.target_id, actor, now });
    return { ok: true };
  });
}

/** … or it may not: it is refused, and its writer told. Its words are kept as those of letters that left. */
export async function refuseLetter(
  context: DeskContext & { keys: KeyRing },
  id: string,
): Promise<ReleaseResult> {
  return await onHeld(context, id, "refuse-letter", async (client, letter) => {
    const { actor, now } = context;
    await tellEnded(client, context, letter, "refused");
    await moveLetter(client, { id, move: "refuse", actor, now, note: "not sent by the campaign" });
    return { ok: true };
  });
}

async function onHeld(
  { pool, now, actor }: DeskContext,
  id: string,
  action: string,
  act: (client: pg.PoolClient, letter: Held) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  if (!isUuid(id)) return { ok: false, reason: "unknown" };
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<Held>(
      "SELECT id, target_id, state, channel, campaign_id, locale, email_enc FROM letter WHERE id = $1 FOR UPDATE",
      [id],
    );
    const [letter] = rows;
    if (!letter) return { ok: false, reason: "unknown" };
    if (letter.state !== "held") return { ok: false, reason: "not-held" };
    const done = await act(client, letter);
    if (done.ok)
      await client.query(
        `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
         VALUES ($1, $2, $3, 'letter', $4, $5, '{}', '{}')`,
        [now, actor, action, id, letter.campaign_id],
      );
    return done;
  });
}
