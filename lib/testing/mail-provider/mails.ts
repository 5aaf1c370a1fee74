/** A mail as the client puts it on the wire. */
export type SentMail = {
  from?: string;
  to?: string | string[];
  subject?: string;
  text?: string;
  html?: string;
  reply_to?: string | string[];
  headers?: Record<string, string>;
  tags?: { name: string; value: string }[];
};
export type Domain = {
  id: string;
  name: string;
  status: "verified" | "pending" | "failed" | "not_started" | "partially_verified" | "partially_failed";
  open_tracking: boolean;
  click_tracking: boolean;
  created_at: string;
  region: string;
  capabilities: { sending: "enabled" | "disabled"; receiving: "enabled" | "disabled" };
  /** DNS records, as far as their state matters. */
  records: { record: string; status: string }[];
};

/** A domain of the account: verified and untracked unless told otherwise. */
export function asDomain(given: Partial<Domain> & { name: string }, index: number): Domain {
  return {
    id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
    status: "verified",
    open_tracking: false,
    click_tracking: false,
    created_at: "2026-01-01 00:00:00.000000+00",
    region: "eu-west-1",
    capabilities: { sending: "enabled", receiving: "disabled" },
    records: [],
    ...given,
  };
}

const BARE = /^[^\s<>@]+@[^\s<>@.]+(\.[^\s<>@.]+)+$/;
const TAG = /^[\w-]{1,256}$/;

/** The address of `address` or `Name <address>`; null where it is neither. */
export function bareAddress(written: unknown): string | null {
  if (typeof written !== "string" || /[\r\n]/.test(written)) return null;
  const address = /^[^<>]*<([^<>]+)>$/.exec(written.trim())?.[1] ?? written.trim();
  return BARE.test(address) ? address : null;
}

/** Whom a mail is for. */
export function recipients(mail: SentMail): string[] {
  return [mail.to ?? []].flat();
}

/** What the provider finds wrong with one mail, in its words; null for nothing. */
export function faultOf(mail: unknown): string | null {
  if (typeof mail !== "object" || mail === null) return "The mail must be an object.";
  const { from, subject, text, html, tags = [], ...rest } = mail as SentMail;
  if (from === undefined) return "Missing `from` field.";
  if (rest.to === undefined || recipients(rest).length === 0) return "Missing `to` field.";
  if (subject === undefined) return "Missing `subject` field.";
  if (text === undefined && html === undefined) return "Missing `html` or `text` field.";
  if (bareAddress(from) === null)
    return "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
  if (recipients(rest).some((to) => bareAddress(to) === null))
    return "Invalid `to` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
  if (tags.some((tag) => !TAG.test(tag.name) || !TAG.test(tag.value)))
    return "Tags should only contain ASCII letters, numbers, underscores, or dashes.";
  return null;
}

/** The domain of a mail's sender that is not among the verified ones (they count without their subdomains). */
export function unverifiedDomain(mail: unknown, domains: Domain[]): string | null {
  const sender = bareAddress((mail as SentMail | null)?.from);
  const name = sender?.split("@")[1]?.toLowerCase();
  if (name === undefined) return null;
  return domains.some((domain) => domain.name.toLowerCase() === name && domain.status === "verified")
    ? null
    : name;
}
