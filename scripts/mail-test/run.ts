import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { mailWarnings, senderAddress } from "@/lib/config/mail-settings";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings, SettingError, type Settings } from "@/lib/config/settings";
import { checkIncoming } from "@/lib/mail/check-incoming";
import { checkProvider } from "@/lib/mail/check-provider";
import { providerClient } from "@/lib/mail/provider-client";
import { SECOND } from "@/lib/time/durations";
import { complain, say } from "../terminal";

const SENDING = 30 * SECOND;
const FOLLOWING = 20 * SECOND;
const BETWEEN_QUESTIONS = SECOND;
const MAILS_PAGE = "https://resend.com/emails";
/** Neutral: whoever sees this mail over a shoulder learns nothing of what the server is for. */
const TEST_MAIL = {
  subject: "Test message",
  text: "This is a test. If you can read it, mail from this server arrives. There is nothing to do.\n",
};

type Client = ReturnType<typeof providerClient>;

/** Does what the arguments ask: checks the mail settings, sends one mail, shows what becomes of it. */
export async function runMailTest(args: string[]): Promise<void> {
  const to = receiver(args);
  if (!process.env.RESEND_API_KEY)
    throw new SettingError("RESEND_API_KEY", "is not set; a test mail needs it, and MAIL_FROM");
  const settings = readSettings(process.env);
  await showDomain(settings);
  await showIncoming(settings);
  const client = providerClient(settings);
  const id = await send(client, settings.MAIL_FROM ?? "", to);
  await follow(client, id);
}

function receiver(args: string[]): string {
  const [typed = ""] = args;
  if (args.length !== 1 || /[<>]/.test(typed) || senderAddress(typed) === null)
    throw new OperatorError("Usage: npm run mail:test -- you@example.org");
  return typed;
}

async function showDomain(settings: Settings): Promise<void> {
  const { RESEND_API_KEY: apiKey = "", RESEND_BASE_URL: baseUrl, MAIL_FROM: from = "" } = settings;
  const { domain, warnings } = await checkProvider({ apiKey, baseUrl, from });
  if (domain) {
    const tracking = `open tracking ${onOff(domain.openTracking)}, click tracking ${onOff(domain.clickTracking)}`;
    say(`Domain ${domain.name}: ${domain.status}, ${tracking}.`);
  }
  for (const line of [...mailWarnings(settings), ...warnings]) complain(`Warning: ${line}`);
}

/** Whether offices' answers to letters arrive; without letters that does not matter, so it is no warning. */
async function showIncoming(settings: Settings): Promise<void> {
  const { domain, lacking } = await checkIncoming(settings);
  if (lacking === null) return say("Answers to letters: whether they arrive could not be asked.");
  if (lacking.length === 0) return say(`Answers to letters arrive at ${domain}.`);
  say(`Answers to letters do not arrive: ${lacking.join("; ")}.`);
}

/** Sends the mail once. Returns the provider's id for it. */
async function send(client: Client, from: string, to: string): Promise<string> {
  const { data, error } = await client.emails.send(
    { from, to, ...TEST_MAIL },
    { idempotencyKey: `mail-test/${randomUUID()}`, signal: AbortSignal.timeout(SENDING) },
  );
  if (error?.statusCode === null)
    throw new OperatorError(
      `Resend gave no answer; whether it took the mail can be seen at ${MAILS_PAGE}. Try again later.`,
    );
  if (error)
    throw new OperatorError(`Resend refused the mail: ${oneLine(error.message)} (${oneLine(error.name)})`);
  say(`Resend took the mail; its id there is ${oneLine(data.id)}.`);
  return data.id;
}

/** Says each new state of the mail, until it is the last or the time is over. */
async function follow(client: Client, id: string): Promise<void> {
  let last = "";
  for (const until = Date.now() + FOLLOWING; Date.now() < until; await pause(BETWEEN_QUESTIONS)) {
    const signal = AbortSignal.timeout(Math.max(1, until - Date.now()));
    const { data, error } = await client.emails.get(id, { signal });
    if (error?.statusCode === 401)
      return say(`This key may only send, so what becomes of the mail is only seen at ${MAILS_PAGE}`);
    if (!data || data.last_event === last) continue;
    last = data.last_event;
    say(`State: ${oneLine(last)}`);
    if (last === "delivered")
      return say("The receiver's mail server has it. Look in the mailbox, and in its spam folder.");
    if (["bounced", "complained", "failed", "suppressed", "canceled"].includes(last))
      throw new OperatorError(`The mail did not arrive; why is seen at ${MAILS_PAGE}`);
  }
  say(`No more is known after ${FOLLOWING / SECOND} seconds; look at ${MAILS_PAGE}`);
}

function onOff(value: boolean): string {
  return value ? "on" : "off";
}

/** Another's words, safe for a terminal. */
function oneLine(words: unknown): string {
  return String(words)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
}
