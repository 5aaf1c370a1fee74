import { afterEach, expect, test } from "vitest";
import {
  type MailProvider,
  type MailProviderOptions,
  PROVIDER_KEY,
  SENDER,
  SENDING_KEY,
  startMailProvider,
} from "@/lib/testing/mail-provider";
import { WEBHOOK_SECRET } from "@/lib/testing/mail-provider/events";
import { checkIncoming } from "./check-incoming";

let provider: MailProvider | undefined;
afterEach(() => provider?.stop());

const APP_URL = "https://vigil.example.org";
const receiving = { sending: "enabled", receiving: "enabled" } as const;
const records = [{ record: "Receiving", status: "verified" }];
const webhooks = [{ endpoint: `${APP_URL}/api/webhooks/resend`, events: ["email.sent", "email.received"] }];
const SET_UP = { domains: [{ name: "Answers.example.org", capabilities: receiving, records }], webhooks };

async function check(options: MailProviderOptions, given: Partial<Parameters<typeof checkIncoming>[0]> = {}) {
  provider = await startMailProvider(options);
  return await checkIncoming({
    RESEND_API_KEY: PROVIDER_KEY,
    RESEND_BASE_URL: provider.url,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MAIL_FROM: SENDER,
    REPLY_DOMAIN: "answers.example.org",
    APP_URL,
    ...given,
  });
}

test("a domain that takes mail in and a webhook that tells of it lack nothing", async () => {
  expect(await check(SET_UP)).toEqual({ domain: "answers.example.org", lacking: [] });
});

const [domain] = SET_UP.domains;
test.each([
  [
    "another domain",
    { ...SET_UP, domains: [{ name: "example.org" }] },
    /^answers\.example\.org is not among/,
  ],
  [
    "receiving that is off",
    { ...SET_UP, domains: [{ name: "answers.example.org" }] },
    /does not take mail in/,
  ],
  [
    "an MX record that is not there",
    { ...SET_UP, domains: [{ ...domain, name: "answers.example.org", records: [] }] },
    /MX record/,
  ],
  ["no webhook", { ...SET_UP, webhooks: [] }, /^no webhook sends email\.received/],
  [
    "a webhook of another site",
    {
      ...SET_UP,
      webhooks: [{ endpoint: "https://x.example/api/webhooks/resend", events: ["email.received"] }],
    },
    /^no webhook/,
  ],
  [
    "a webhook that tells of other things",
    { ...SET_UP, webhooks: [{ endpoint: `${APP_URL}/api/webhooks/resend`, events: ["email.sent"] }] },
    /^no webhook/,
  ],
  [
    "a webhook that is off",
    { ...SET_UP, webhooks: webhooks.map((hook) => ({ ...hook, status: "disabled" as const })) },
    /^no webhook/,
  ],
])("%s is said", async (_, options, line) => {
  const { lacking } = await check(options);
  expect(lacking).toHaveLength(1);
  expect(lacking?.[0]).toMatch(line);
});

test("without a domain of its own it is the sender's; without a secret that is said too", async () => {
  const found = await check(SET_UP, { REPLY_DOMAIN: undefined, RESEND_WEBHOOK_SECRET: undefined });
  expect(found.domain).toBe("example.org");
  expect(found.lacking).toHaveLength(2);
});

test("a key that may only send, and a provider that is away, cannot be asked", async () => {
  expect((await check(SET_UP, { RESEND_API_KEY: SENDING_KEY })).lacking).toBeNull();
  await provider?.stop();
  const there = await startMailProvider();
  await there.stop();
  expect((await check(SET_UP, { RESEND_BASE_URL: there.url })).lacking).toBeNull();
});
