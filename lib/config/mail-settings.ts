import { domainToASCII } from "node:url";
import isEmail from "validator/lib/isEmail.js";
import { z } from "zod";
import { isLoopbackHost } from "./network";
import type { Settings } from "./settings";

/** Svix, which signs for Resend, makes secrets of 24 bytes; below 16 a signature could be guessed. */
const SHORTEST_SECRET = 16;

/** RFC 5322, 3.4: `local@domain`, or a display name before it in angle brackets; quoted where it holds specials. */
const MAILBOX = /^(?:(?:"[^"\\]*"\s*|[^"\\<>()[\],;:@]*)<(?<bracketed>[^<>]+)>|(?<bare>[^<>\s]+))$/;

/** The mail settings as they stand in the environment: what each must look like, and the words for when it does not. */
export const mailEnvironment = {
  RESEND_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be the key alone, without spaces or line breaks")
    .optional(),
  RESEND_BASE_URL: z
    .string()
    .refine(isSafeBase, "must be an https address (http only for this machine)")
    .optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .refine(
      isWebhookSecret,
      `must be whsec_ and base64 of at least ${SHORTEST_SECRET} bytes, as the webhook's page at Resend shows it`,
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .refine(
      (value) => senderAddress(value) !== null,
      'must be one address, such as vigil@example.org or Vigil <vigil@example.org>; a name with a comma or brackets goes in "quotes"',
    )
    .optional(),
  REPLY_DOMAIN: z
    .string()
    .transform((value) => domainToASCII(value))
    .refine(
      (value) => isEmail(`reply@${value}`, { allow_utf8_local_part: false }),
      "must be a domain alone, such as answers.example.org",
    )
    .optional(),
  MAIL_RATE: z.coerce
    .number("must be a number of requests a second")
    .positive("must be above 0")
    .max(1_000, "must be at most 1000 requests a second")
    .default(5),
};

/**
 * The address in a sender as MAIL_FROM writes it, its domain in ASCII and lower case. Takes `address` or
 * `Name <address>`. Returns null for anything else, also for more than one line.
 */
export function senderAddress(sender: string): string | null {
  if (/\p{Cc}/u.test(sender)) return null;
  const groups = MAILBOX.exec(sender.trim())?.groups;
  const written = groups?.bracketed ?? groups?.bare;
  if (!written) return null;
  const at = written.lastIndexOf("@");
  const address = `${written.slice(0, at)}@${domainToASCII(written.slice(at + 1))}`;
  return isEmail(address, { allow_utf8_local_part: false }) ? address : null;
}

/** Where nothing is mailed, and so nothing answered (RFC 2606). */
const NOWHERE = "vigil.invalid";

/**
 * The domain of the relay addresses (`reply+…@domain`) to which offices answer letters: REPLY_DOMAIN, else the
 * sender's own. In ASCII and small letters.
 */
export function replyDomain({
  REPLY_DOMAIN,
  MAIL_FROM,
}: Pick<Settings, "REPLY_DOMAIN" | "MAIL_FROM">): string {
  return (
    REPLY_DOMAIN ??
    senderAddress(MAIL_FROM ?? "")
      ?.split("@")
      .at(-1) ??
    NOWHERE
  );
}

/**
 * Whether offices' answers can come to the relay addresses: the provider tells of mail that comes in by a signed
 * webhook. Where nothing is mailed at all nothing is answered either.
 */
export function takesAnswers({
  RESEND_API_KEY,
  RESEND_WEBHOOK_SECRET,
}: Pick<Settings, "RESEND_API_KEY" | "RESEND_WEBHOOK_SECRET">): boolean {
  return !RESEND_API_KEY || Boolean(RESEND_WEBHOOK_SECRET);
}

/** What an operator should know before mails go out, one line each: nothing of it stops the start. */
export function mailWarnings(
  settings: Pick<Settings, "RESEND_API_KEY" | "RESEND_WEBHOOK_SECRET" | "APP_URL">,
): string[] {
  if (!settings.RESEND_API_KEY) return [];
  const warnings: string[] = [];
  if (!settings.RESEND_WEBHOOK_SECRET)
    warnings.push(
      "RESEND_WEBHOOK_SECRET is not set: what becomes of the mails stays unknown, and addresses that bounce or complain are mailed again (docs/operating.md, Mail)",
    );
  if (isLoopbackHost(new URL(settings.APP_URL).hostname))
    warnings.push(
      `APP_URL is ${settings.APP_URL}: the links in mails lead nowhere outside this machine; set it to the address the public sees`,
    );
  return warnings;
}

function isWebhookSecret(value: string): boolean {
  const encoded = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(value)?.[1];
  return encoded !== undefined && Buffer.from(encoded, "base64").length >= SHORTEST_SECRET;
}

/** What is posted there holds names and addresses. */
function isSafeBase(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
}
