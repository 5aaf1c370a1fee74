import type { Resend } from "resend";
import { replyDomain } from "@/lib/config/mail-settings";
import type { Settings } from "@/lib/config/settings";
import { SECOND } from "@/lib/time/durations";
import { providerClient } from "./provider-client";

type IncomingSettings = Pick<
  Settings,
  "RESEND_API_KEY" | "RESEND_BASE_URL" | "RESEND_WEBHOOK_SECRET" | "MAIL_FROM" | "REPLY_DOMAIN" | "APP_URL"
>;
/**
 * `domain`: of the relay addresses. `lacking`: what keeps answers from arriving, one line each; null where nobody could
 * be asked.
 */
export type IncomingCheck = { domain: string; lacking: string[] | null };

const PATIENCE = 10 * SECOND;
const WANTED = "email.received";

/**
 * Asks the provider whether offices' answers to letters can arrive: the domain takes mail in, its MX record is
 * verified, and a webhook tells of each mail. Takes the settings, with a key. Needs a key that may read.
 */
export async function checkIncoming(settings: IncomingSettings): Promise<IncomingCheck> {
  const domain = replyDomain(settings);
  const client = providerClient(settings);
  const [ofDomain, ofWebhook] = [await domainLacks(client, domain), await webhookLacks(client, settings)];
  if (ofDomain === null || ofWebhook === null) return { domain, lacking: null };
  const secret = settings.RESEND_WEBHOOK_SECRET ? [] : ["RESEND_WEBHOOK_SECRET is not set"];
  return { domain, lacking: [...ofDomain, ...ofWebhook, ...secret] };
}

async function domainLacks(client: Resend, name: string): Promise<string[] | null> {
  const listed = await client.domains.list({}, { signal: AbortSignal.timeout(PATIENCE) });
  if (listed.error) return null;
  const found = listed.data.data.find((known) => known.name.toLowerCase() === name);
  if (!found) return [`${name} is not among the domains of this key (https://resend.com/domains)`];
  const looked = await client.domains.get(found.id, { signal: AbortSignal.timeout(PATIENCE) });
  if (looked.error) return null;
  const { capabilities, records } = looked.data;
  if (capabilities?.receiving !== "enabled")
    return [`${name} does not take mail in; turn receiving on (https://resend.com/domains)`];
  const isRouted = records.some(({ record, status }) => record === "Receiving" && status === "verified");
  return isRouted ? [] : [`the MX record of ${name} is not verified (https://resend.com/domains)`];
}

async function webhookLacks(client: Resend, { APP_URL }: IncomingSettings): Promise<string[] | null> {
  const { data, error } = await client.webhooks.list({}, { signal: AbortSignal.timeout(PATIENCE) });
  if (error) return null;
  const endpoint = `${APP_URL}/api/webhooks/resend`;
  const tells = data.data.some(
    (hook) => hook.status === "enabled" && hook.endpoint === endpoint && hook.events?.includes(WANTED),
  );
  return tells ? [] : [`no webhook sends ${WANTED} to ${endpoint} (https://resend.com/webhooks)`];
}
