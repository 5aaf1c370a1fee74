import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { type Address, readAddress } from "@/lib/mail/address";
import { writeMail } from "@/lib/mail/write-mail";
import { openAccountAddress } from "@/lib/people/account-fields";

/** Why letters to an office stop by themselves. */
export const TROUBLES = ["bounced", "soft", "complained", "failed", "suppressed"] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Roles that can do something about it. */
const TOLD = ["owner", "organizer"];
/** After sign-ins and confirmations, before letters. */
const PRIORITY = 2;

/** `ownerEmail`: OWNER_EMAIL, who is told as well. */
export type PauseContext = { keys: KeyRing; now: Date; ownerEmail: string | undefined };

/**
 * Stops letters to an office's address until somebody has looked, and tells the team of the campaign whose letter met the
 * trouble, and the operator: once, not for each letter that comes back after. Within the caller's transaction, which holds
 * the gate's row. Returns whether it was running before.
 */
export async function pauseOffice(
  client: pg.PoolClient,
  context: PauseContext,
  { letterId, office, trouble }: { letterId: string; office: string; trouble: Trouble },
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
  await tellTeam(client, context, { letterId, office, trouble });
  return true;
}

type About = { target: string; office: string; title: string; locale: string; campaign_id: string };

async function tellTeam(
  client: pg.PoolClient,
  { keys, now, ownerEmail }: PauseContext,
  { letterId, office, trouble }: { letterId: string; office: string; trouble: Trouble },
): Promise<void> {
  const { rows } = await client.query<About>(
    `SELECT t.key AS target, coalesce(t.name, t.key) AS office, c.id AS campaign_id, c.default_locale AS locale,
       coalesce((SELECT x.title FROM campaign_text x WHERE x.campaign_id = c.id AND x.locale = c.default_locale), c.slug) AS title
     FROM letter l JOIN target t ON t.id = l.target_id JOIN campaign c ON c.id = l.campaign_id WHERE l.id = $1`,
    [letterId],
  );
  const [about] = rows;
  if (!about) return;
  const payload = {
    ...{ office: about.office, target: about.target, campaignTitle: about.title },
    ...{ address: office, trouble },
  };
  const locale = isLocale(about.locale) ? about.locale : DEFAULT_LOCALE;
  for (const to of await teamAddresses(client, keys, about.campaign_id, ownerEmail))
    await writeMail(
      client,
      { keys, now },
      { kind: "office-trouble", priority: PRIORITY, subjectId: null, locale, to, payload },
    );
}

/** Each mailbox once. */
async function teamAddresses(
  client: pg.PoolClient,
  keys: KeyRing,
  campaignId: string,
  ownerEmail: string | undefined,
): Promise<Address[]> {
  const { rows } = await client.query<{ email_enc: Buffer }>(
    "SELECT a.email_enc FROM membership m JOIN account a ON a.id = m.account_id WHERE m.campaign_id = $1 AND m.role = ANY ($2)",
    [campaignId, TOLD],
  );
  const written = rows.map(({ email_enc }) => openAccountAddress(keys, email_enc));
  const read = [...written, ...(ownerEmail ? [ownerEmail] : [])].map(readAddress);
  const addresses = read.flatMap((one) => (one.ok ? [one.address] : []));
  return [...new Map(addresses.map((address) => [address.canonical, address])).values()];
}
