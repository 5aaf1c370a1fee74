import { type Browser, expect, test } from "@playwright/test";
import { keyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { readAddress } from "@/lib/mail/address";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import { type MailProvider, PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import {
  type EventOptions,
  type MailEventType,
  mailEvent,
  postEvent,
  WEBHOOK_SECRET,
} from "@/lib/testing/mail-provider/events";
import type { AcceptedMail } from "@/lib/testing/mail-provider/read-only";
import { requireDiscreetLog } from "../scripts/test/private-words";
import { type Stack, startStack } from "../scripts/test/stack";
import { fillForm, freshAddress, freshNetwork, SLUG } from "./support/signer";

/** One after the other on one stack, which sends through a provider. */
test.describe.configure({ mode: "default" });
let provider: MailProvider;
let stack: Stack;

test.beforeAll(async () => {
  provider = await startMailProvider();
  stack = await startStack(new AbortController().signal, {
    RESEND_API_KEY: PROVIDER_KEY,
    RESEND_BASE_URL: provider.url,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    MAIL_FROM: SENDER,
  });
});

test.afterAll(async () => {
  await stack.stop();
  await provider.stop();
  requireDiscreetLog(stack.log(), '"msg":"request"');
  requireDiscreetLog(stack.log(), "mails handed to the provider");
});

/** Signs in a browser of their own. Returns where that leads and what is read there. */
async function sign(browser: Browser, person: { name: string; email: string }) {
  const context = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": freshNetwork() } });
  const page = await context.newPage();
  await page.goto(`${stack.origin}/en/petitions/${SLUG}`);
  await fillForm(page, person);
  await page.locator("form[action*=signatures] button").click();
  await expect(page).toHaveURL(/check-mail$/);
  const seen = { url: page.url(), text: await page.locator("main").textContent() };
  await context.close();
  return seen;
}

const mailsFor = (email: string) => provider.accepted.filter(({ mail }) => mail.to === email);

async function mailFor(email: string): Promise<AcceptedMail> {
  await expect.poll(() => mailsFor(email).length, { message: `a mail to ${email}` }).toBe(1);
  return mailsFor(email)[0] as AcceptedMail;
}

/** States and notes of an address's mails, the oldest first. */
async function outbox(email: string): Promise<{ state: string; note: string | null }[]> {
  const read = readAddress(email);
  if (!read.ok) throw new Error(read.problem);
  const hash = mailboxHash(keyRing(stack.secret), read.address);
  const { rows } = await withClient(stack.databaseUrl, (client) =>
    client.query("SELECT state, note FROM outbox_mail WHERE address_hash = $1 ORDER BY created_at", [hash]),
  );
  return rows;
}

/** The provider tells of a mail. */
async function tell(type: MailEventType, { id, mail }: AcceptedMail, more: Partial<EventOptions> = {}) {
  const event = mailEvent(type, { emailId: id, to: mail.to, ...more });
  return (await postEvent(`${stack.origin}/api/webhooks/resend`, event)).status;
}

const SUPPRESSED = { state: "dropped", note: "suppressed" };

test("an address that bounced gets no more mail, and whoever signs with it reads the same", async ({
  browser,
}) => {
  const email = freshAddress("bounce");
  const first = await sign(browser, { name: "Łucja", email });
  const mail = await mailFor(email);
  await expect.poll(() => outbox(email)).toEqual([{ state: "sent", note: null }]);
  const event = mailEvent("email.bounced", { emailId: mail.id, to: email });
  const forged = { secret: `whsec_${Buffer.from("somebody else's secret").toString("base64")}` };
  expect((await postEvent(`${stack.origin}/api/webhooks/resend`, event, forged)).status).toBe(401);
  expect(await outbox(email)).toEqual([{ state: "sent", note: null }]);
  expect(await tell("email.bounced", mail)).toBe(200);
  await expect.poll(() => outbox(email)).toEqual([{ state: "bounced", note: "hard bounce" }]);

  expect(await sign(browser, { name: "Łucja", email })).toEqual(first);
  expect(await sign(browser, { name: "Břetislav", email })).toEqual(first);
  await expect.poll(() => outbox(email)).toEqual([{ state: "bounced", note: "hard bounce" }, SUPPRESSED]);
  expect(mailsFor(email)).toHaveLength(1);
});

test("the link in the mail confirms", async ({ page, browser }) => {
  const email = freshAddress("link");
  await sign(browser, { name: "Čeněk", email });
  const { mail } = await mailFor(email);
  const link = /http:\S+\/confirm\/\S+/.exec(mail.text ?? "")?.[0] ?? "";
  await page.goto(link);
  await page.locator("form[action*=confirmations] button").click();
  await expect(page).toHaveURL(/signed$/);
});

test("a complaint ends mails to the mailbox, whatever its tag", async ({ browser }) => {
  const email = freshAddress("complaint");
  const tagged = (tag: string) => email.replace("@", `+${tag}@`);
  await sign(browser, { name: "Łucja", email: tagged("one") });
  const mail = await mailFor(tagged("one"));
  await expect.poll(() => outbox(email)).toMatchObject([{ state: "sent" }]);
  expect(await tell("email.complained", mail)).toBe(200);
  await sign(browser, { name: "Dívka", email: tagged("two") });
  await expect.poll(() => outbox(email)).toMatchObject([{ state: "complained" }, SUPPRESSED]);
  expect(mailsFor(tagged("two"))).toEqual([]);
});

test("the third soft bounce ends mails to an address, the second does not", async ({ browser }) => {
  const email = freshAddress("soft");
  await sign(browser, { name: "Łucja", email });
  const mail = await mailFor(email);
  await expect.poll(() => outbox(email)).toMatchObject([{ state: "sent" }]);
  const bounce = { type: "Transient" } as const;
  for (const minutes of [3, 2])
    expect(await tell("email.bounced", mail, { bounce, at: new Date(Date.now() - minutes * 60_000) })).toBe(
      200,
    );
  await sign(browser, { name: "Emil", email });
  const waits = { state: "waiting", note: "soon after the last" };
  await expect.poll(() => outbox(email)).toMatchObject([{ state: "bounced" }, waits]);
  expect(await tell("email.bounced", mail, { bounce })).toBe(200);
  await sign(browser, { name: "Filip", email });
  await expect.poll(() => outbox(email)).toMatchObject([{ state: "bounced" }, waits, SUPPRESSED]);
});

test("one click in a mail program ends mails (RFC 8058)", async ({ browser }) => {
  const email = freshAddress("click");
  await sign(browser, { name: "Łucja", email });
  const { mail } = await mailFor(email);
  expect(mail.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const link = /^<(\S+)>$/.exec(mail.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";
  const answer = await fetch(link, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
    redirect: "error",
  });
  expect(answer.status).toBe(200);
  await sign(browser, { name: "Gita", email });
  await expect.poll(() => outbox(email)).toMatchObject([{ state: "sent" }, SUPPRESSED]);
  expect(mailsFor(email)).toHaveLength(1);
});

test("operators at the machine are told how the mails are doing, others are not", async () => {
  const ask = async (headers: Record<string, string>) =>
    (await (await fetch(`${stack.origin}/readyz`, { headers })).json()) as {
      mail?: { states: Record<string, number>; oldestWaiting: number | null; openBatches: number };
    };
  const { mail } = await ask({});
  expect(mail?.states.bounced).toBeGreaterThan(0);
  expect(mail?.states.dropped).toBeGreaterThan(0);
  expect(await ask({ "x-forwarded-for": freshNetwork() })).not.toHaveProperty("mail");
});
