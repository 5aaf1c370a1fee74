import { setTimeout as pause } from "node:timers/promises";
import type { GetDomainResponseSuccess } from "resend";
import { mailWarnings, senderAddress } from "@/lib/config/mail-settings";
import { SettingError, type Settings } from "@/lib/config/settings";
import { SECOND } from "@/lib/time/durations";
import { providerClient } from "./provider-client";

export type ProviderAccess = {
  apiKey: string;
  /** Where the provider is; none: at its own address. */
  baseUrl?: string;
  /** MAIL_FROM: `address` or `Name <address>`. */
  from: string;
  /** Milliseconds after which an answer is no longer waited for. */
  patience?: number;
};
export type SendingDomain = { name: string; status: string; openTracking: boolean; clickTracking: boolean };
export type ProviderCheck = {
  ok: true;
  /** False where the provider could not be asked; `warnings` says why. */
  checked: boolean;
  /** Whether asking again may tell more: the provider is away or busy, rather than not answering such questions of this key. */
  askAgain: boolean;
  /** One line each. */
  warnings: string[];
  /** What was found of the sender's domain. */
  domain?: SendingDomain;
};

/** An answer that takes longer does not hold up a start. */
const PATIENCE = 10 * SECOND;
const DOMAINS_PAGE = "https://resend.com/domains";
/** The limit counts by the second. */
const AFTER_BUSY = 1.1 * SECOND;
type Failure = { name: string; statusCode: number | null; message: string };
const STRANGE: Failure = { name: "application_error", statusCode: 200, message: "no list of domains" };

/**
 * What a start checks of its mail settings, the provider included. Returns what an operator should know, one line
 * each; throws as `checkProvider` does. Without a key nothing is asked.
 */
export async function checkMailSettings(settings: Settings): Promise<string[]> {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl, MAIL_FROM: from } = settings;
  if (!apiKey || !from) return [];
  const { warnings } = await checkProvider({ apiKey, baseUrl, from });
  return [...mailWarnings(settings), ...warnings];
}

/**
 * Asks the provider whether mails can go out, and go out untracked. Takes the key, the provider's address and the
 * sender. Throws `SettingError`, one line, for a key it does not know, a sender's domain that it lacks or has not
 * verified, and for open or click tracking: links that lead through the provider would tell it who confirms what, and
 * hand it the tokens. A key that may only send, and a provider that is away or busy, are warnings: an outage there
 * must not take this site down. Safe to call again at any time.
 */
export async function checkProvider(access: ProviderAccess): Promise<ProviderCheck> {
  const client = providerClient({ RESEND_API_KEY: access.apiKey, RESEND_BASE_URL: access.baseUrl });
  const name = senderAddress(access.from)?.split("@").at(-1);
  if (!name) throw new SettingError("MAIL_FROM", "must be one address");
  // Without a limit the list holds every domain.
  const { patience = PATIENCE } = access;
  const listed = await ask(patience, (signal) => client.domains.list({}, { signal }));
  if (listed.error) return unchecked(listed.error, name);
  const known = listed.data?.data;
  if (!Array.isArray(known)) return unchecked(STRANGE, name);
  const found = known.find((domain) => String(domain.name).toLowerCase() === name);
  if (!found) throw notThere(name);
  const looked = await ask(patience, (signal) => client.domains.get(found.id, { signal }));
  const domain = {
    name,
    status: looked.data?.status ?? found.status,
    openTracking: Boolean(found.open_tracking || looked.data?.open_tracking),
    clickTracking: Boolean(found.click_tracking || looked.data?.click_tracking),
  };
  refuseUnverified(domain, looked.data);
  refuseTracking(domain);
  if (looked.error) return { ...unchecked(looked.error, name), domain };
  return { ok: true, checked: true, askAgain: false, warnings: [], domain };
}

/** A provider that is busy, perhaps with our own mails, is asked twice more. */
async function ask<T extends { error: Failure | null }>(
  patience: number,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const answer = await request(AbortSignal.timeout(patience));
    if (answer.error?.statusCode !== 429 || tries === 3) return answer;
    await pause(AFTER_BUSY);
  }
}

/** Partly verified is enough where all that proves the sender is, and only receiving lacks something. */
function refuseUnverified({ name, status }: SendingDomain, details: GetDomainResponseSuccess | null): void {
  if (status === "verified") return;
  const proofs = (details?.records ?? []).filter(({ record }) => record === "SPF" || record === "DKIM");
  const proven = proofs.length > 0 && proofs.every((proof) => proof.status === "verified");
  if (status.startsWith("partially_") && (proven || !details)) return;
  throw new SettingError(
    "MAIL_FROM",
    `the domain ${name} is not verified at Resend (status: ${status}); add the DNS records shown at ${DOMAINS_PAGE}, and verify it there`,
  );
}

function refuseTracking({ name, openTracking, clickTracking }: SendingDomain): void {
  const kinds = [...(openTracking ? ["open"] : []), ...(clickTracking ? ["click"] : [])].join(" and ");
  if (kinds === "") return;
  throw new SettingError(
    "MAIL_FROM",
    `the domain ${name} has ${kinds} tracking on at Resend, which would show it who reads and who signs; turn it off at ${DOMAINS_PAGE} (${name}, tab Configuration)`,
  );
}

function notThere(name: string): SettingError {
  return new SettingError(
    "MAIL_FROM",
    `the domain ${name} is not among the domains of this key at Resend; add it at ${DOMAINS_PAGE}, or send from one that is there`,
  );
}

function unchecked(failure: Failure, name: string): ProviderCheck {
  const look = `look at ${DOMAINS_PAGE} that ${name} is verified and has open and click tracking off`;
  if (failure.name === "restricted_api_key")
    return {
      ok: true,
      checked: false,
      askAgain: false,
      warnings: [`RESEND_API_KEY may only send, so the domain cannot be checked; ${look}`],
    };
  if (isKeyRefused(failure))
    throw new SettingError(
      "RESEND_API_KEY",
      "Resend does not accept this key; make one at https://resend.com/api-keys",
    );
  const why = failure.statusCode === null ? "could not be reached" : `answered ${failure.statusCode}`;
  return {
    ok: true,
    checked: false,
    askAgain: failure.statusCode === null || failure.statusCode === 429 || failure.statusCode >= 500,
    warnings: [`Resend ${why}, so neither key nor domain was checked; until they are, ${look}`],
  };
}

/** Anything between here and there may answer 403 too; only the provider itself says why (else: application_error). */
function isKeyRefused({ name, statusCode, message }: Failure): boolean {
  if (name === "application_error") return false;
  return statusCode === 401 || statusCode === 403 || /api key is invalid/i.test(message);
}
