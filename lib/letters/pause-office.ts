import type pg from "pg";
import { gateOf } from "./checked-address";
import { titleIn } from "./letter-campaigns";
import { type TellContext, tellTeams } from "./tell-team";

/** Why letters to an office stop by themselves. `content`: letters of two writers were refused for what they say. */
export const TROUBLES = ["bounced", "soft", "complained", "failed", "suppressed", "content"] as const;
export type Trouble = (typeof TROUBLES)[number];

export type PauseContext = TellContext;
type Pausing = { letterId: string; office: string; trouble: Trouble };

/**
 * Stops letters to an office's address until somebody has looked, and tells the teams of all campaigns that write there, and
 * the operator: once, not for each letter that comes back after. Within the caller's transaction, which holds the gate's
 * row. Returns whether it was running before.
 */
export async function pauseOffice(
  client: pg.PoolClient,
  context: PauseContext,
  { letterId, office, trouble }: Pausing,
): Promise<boolean> {
  const { rowCount } = await client.query(
    "UPDATE office_gate SET paused_at = $2, pause_note = $3 WHERE address = $1 AND paused_at IS NULL",
    [office, context.now, trouble],
  );
  if (rowCount !== 1) return false;
  await client.query(
    `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
     SELECT $2, 'system:letters', 'pause-office', 'target', t.id::text, t.campaign_id, '{}', jsonb_build_object('target', t.key, 'trouble', $3::text)
     FROM letter l JOIN target t ON t.id = l.target_id WHERE l.id = $1`,
    [letterId, context.now, trouble],
  );
  const offices = await officesAt(client, { letterId, office });
  const news = offices.map(({ campaignId, locale, target, name, title: campaignTitle }) => ({
    campaignId,
    locale,
    payload: { target, office: name ?? target, campaignTitle, address: office, trouble },
  }));
  await tellTeams(client, context, news);
  return true;
}

type OfficeAt = {
  campaignId: string;
  target: string;
  name: string | null;
  locale: string;
  title: string;
  email: string | null;
  isOfLetter: boolean;
};

/** The office of the letter, then all others whose newest check found the same mailbox, however it is written. */
async function officesAt(
  client: pg.PoolClient,
  { letterId, office }: Omit<Pausing, "trouble">,
): Promise<OfficeAt[]> {
  const { rows } = await client.query<OfficeAt>(
    `SELECT t.campaign_id AS "campaignId", t.key AS target, t.name, c.default_locale AS locale, k.email, l.id IS NOT NULL AS "isOfLetter",
       ${titleIn("c.default_locale")} AS title
     FROM target t JOIN campaign c ON c.id = t.campaign_id LEFT JOIN letter l ON l.target_id = t.id AND l.id = $1
     LEFT JOIN LATERAL (SELECT email FROM target_check k WHERE k.target_id = t.id ORDER BY k.checked_at DESC, k.id DESC LIMIT 1) k ON true
     WHERE l.id IS NOT NULL OR k.email IS NOT NULL ORDER BY l.id IS NULL, c.slug, t.key`,
    [letterId],
  );
  return rows.filter(({ isOfLetter, email }) => isOfLetter || gateOf(email) === office);
}
