import type pg from "pg";
import { KEY } from "@/lib/campaigns/schema";
import { PUBLIC_STATES } from "@/lib/campaigns/states";
import { keptAnswers } from "@/lib/db/kept-answers";
import { SECOND } from "@/lib/time/durations";

export type CampaignForLetters = { id: string; isOpen: boolean };

const KNOWN_FOR = SECOND;
const kept = keptAnswers("campaigns-for-letters", KNOWN_FOR, readCampaign);

/**
 * A campaign's id and whether letters are taken in, at most a second old: for what every browser asks that begins to write.
 * Undefined for a campaign nobody may see. Takes any string as slug. What is written from is `findLetterAction`'s.
 */
export async function campaignForLetters(
  pool: pg.Pool,
  slug: string,
): Promise<CampaignForLetters | undefined> {
  return KEY.test(slug) ? kept({ pool }, slug) : undefined;
}

async function readCampaign(
  { pool }: { pool: pg.Pool },
  slug: string,
): Promise<CampaignForLetters | undefined> {
  const { rows } = await pool.query<CampaignForLetters>(
    `SELECT c.id, c.state = 'live' AND EXISTS (SELECT FROM letter_template t JOIN letter_template_version v ON v.template_id = t.id
       WHERE t.campaign_id = c.id AND t.state = 'open') AS "isOpen"
     FROM campaign c WHERE c.slug = $1 AND c.state = ANY ($2)`,
    [slug, PUBLIC_STATES],
  );
  return rows[0];
}
