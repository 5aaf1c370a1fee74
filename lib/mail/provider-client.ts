import { Resend } from "resend";
import type { Settings } from "@/lib/config/settings";

/** For whoever hands it on and does not use it. */
export type ProviderClient = Resend;

/**
 * The client of the mail provider. Takes the settings RESEND_API_KEY and RESEND_BASE_URL (none: the provider itself).
 * Throws where there is no key. Its requests have no time limit of their own: give each an `AbortSignal`; it answers
 * `{data: null, error}` for what failed, with `statusCode` null where no answer came.
 */
export function providerClient(settings: Pick<Settings, "RESEND_API_KEY" | "RESEND_BASE_URL">): Resend {
  if (!settings.RESEND_API_KEY) throw new Error("no key for the mail provider");
  // With this set the client prints each refusal, and a refusal may quote an address.
  delete process.env.RESEND_DEBUG;
  return new Resend(settings.RESEND_API_KEY, {
    ...(settings.RESEND_BASE_URL ? { baseUrl: settings.RESEND_BASE_URL.replace(/\/+$/, "") } : {}),
  });
}
