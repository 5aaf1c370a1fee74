import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { readAddress } from "@/lib/mail/address";
import { writeMail } from "@/lib/mail/write-mail";
import { openAccountAddress } from "@/lib/people/account-fields";

/** `ownerEmail`: OWNER_EMAIL, who is told as well. */
export type TellContext = { keys: KeyRing; now: Date; ownerEmail: string | undefined };
/** A campaign in whose team somebody is to know of it, in its own language. */
export type TeamNews = { campaignId: string; locale: string; payload: Record<string, string> };

/** Who decides what is held, and who can look an address up. */
const TOLD = ["owner", "organizer", "moderator"];
/** After sign-ins and confirmations, before letters. */
const PRIORITY = 2;

/**
 * Mails the teams of campaigns, and the operator, within the caller's transaction: to each mailbox once, of the first of its
 * campaigns. Returns how many mails it wrote.
 */
export async function tellTeams(
  client: pg.PoolClient,
  context: TellContext,
  news: readonly TeamNews[],
): Promise<number> {
  const told = new Set<string>();
  for (const { campaignId, locale: kept, payload } of news) {
    const locale = isLocale(kept) ? kept : DEFAULT_LOCALE;
    for (const typed of await teamOf(client, context, campaignId)) {
      const read = readAddress(typed);
      if (!read.ok || told.has(read.address.canonical)) continue;
      told.add(read.address.canonical);
      const mail = { kind: "office-trouble", priority: PRIORITY, subjectId: null, locale, payload } as const;
      await writeMail(client, context, { ...mail, to: read.address });
    }
  }
  return told.size;
}

async function teamOf(
  client: pg.PoolClient,
  { keys, ownerEmail }: TellContext,
  campaignId: string,
): Promise<string[]> {
  const { rows } = await client.query<{ email_enc: Buffer }>(
    "SELECT a.email_enc FROM membership m JOIN account a ON a.id = m.account_id WHERE m.campaign_id = $1 AND m.role = ANY ($2)",
    [campaignId, TOLD],
  );
  const team = rows.map(({ email_enc }) => openAccountAddress(keys, email_enc));
  return ownerEmail ? [...team, ownerEmail] : team;
}
