import type pg from "pg";
import type { CampaignState } from "@/lib/campaigns/states";
import { readToken } from "@/lib/crypto/token";
import { isRetryable } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import type { Channel, LetterState } from "./states";
import type { LetterContext } from "./write-letter";

/**
 * Why a writer's command did nothing. `left`: it has left, `leaving`: it is on its way this minute, `closed`: its
 * campaign is paused or over.
 */
export type OwnLetterRefusal = {
  ok: false;
  reason:
    | "unknown"
    | "expired"
    | "gone"
    | "withdrawn"
    | "left"
    | "leaving"
    | "closed"
    | "too-many"
    | "written-before";
  /** The campaign's slug, where it is known. */
  campaign?: string;
};

/** A letter as its writer's commands need it; its row is held until their transaction ends. */
export type LockedLetter = {
  id: string;
  campaign: string;
  campaign_id: string;
  campaign_state: CampaignState;
  target_id: string;
  state: LetterState;
  channel: Channel;
  locale: string;
  email_hash: Buffer | null;
  name_enc: Buffer | null;
  body_enc: Buffer | null;
  likeness: string[];
  mail_id: string | null;
  /** The address of its office, once it is queued. */
  office: string | null;
  expires_at: Date;
  confirmed_at: Date | null;
  left_at: Date | null;
  erased_at: Date | null;
};

const RETRIES = 3;

/**
 * Runs a writer's command on their own letter, in one transaction that holds its row. Takes the token of their link.
 * Refuses what this installation did not issue ("unknown"), a link that has run out ("expired"), and a letter of which
 * nothing is left ("gone"). A deadlock wrote nothing and is tried again.
 */
export async function onOwnLetter<T>(
  context: LetterContext,
  token: string,
  act: (client: pg.PoolClient, letter: LockedLetter) => Promise<T>,
  retries = RETRIES,
): Promise<T | OwnLetterRefusal> {
  const read = readToken(context.keys, "own-letter", token);
  if (!read) return { ok: false, reason: "unknown" };
  if (read.expiresAt < context.now) return { ok: false, reason: "expired" };
  try {
    return await inTransaction(context.pool, async (client) => {
      const letter = await lockLetter(client, read.id);
      return letter ? await act(client, letter) : { ok: false, reason: "gone" };
    });
  } catch (error) {
    if (retries > 0 && isRetryable(error)) return onOwnLetter(context, token, act, retries - 1);
    throw error;
  }
}

/** A letter by its id, held until the transaction ends. */
export async function lockLetter(client: pg.PoolClient, id: string): Promise<LockedLetter | undefined> {
  const { rows } = await client.query<LockedLetter>(
    `SELECT l.id, c.slug AS campaign, c.state AS campaign_state, l.campaign_id, l.target_id, l.state, l.channel, l.locale, l.email_hash, l.name_enc, l.body_enc, l.likeness, l.mail_id, l.office,
       l.expires_at, l.confirmed_at, l.left_at, l.erased_at
     FROM letter l JOIN campaign c ON c.id = l.campaign_id WHERE l.id = $1 FOR UPDATE OF l`,
    [id],
  );
  return rows[0];
}
