import { spawnSync } from "node:child_process";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { withClient } from "@/lib/db/connection";
import { type MailProvider, PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import { mailEvent, postEvent, WEBHOOK_SECRET } from "@/lib/testing/mail-provider/events";
import { incomingEvent } from "@/lib/testing/mail-provider/incoming";
import type { AcceptedMail } from "@/lib/testing/mail-provider/read-only";
import { type Stack, startStack } from "../scripts/test/stack";
import { askForLink, chooseSeoul, goTo, NAME, OWN_WORDS, SEOUL, writeLetter } from "./support/letter-writer";
import { act } from "./support/own-signature";
import { freshAddress, freshNetwork, SLUG } from "./support/signer";
import { expectSound } from "./support/sound";

/** Made up, at the office's own domain: nothing leaves this machine. */
const OFFICE = "posta@kr.china-embassy.gov.cn";
const SOURCE = "http://kr.china-embassy.gov.cn/contact";

/** One after the other on one stack: the letter of the first is answered in the second. */
test.describe.configure({ mode: "serial" });
let provider: MailProvider;
let stack: Stack;
let zofie: { email: string; path: string; relay: string };

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
});

/** `npm run targets -- …` or `letters`, as it is typed beside the running site. */
function command(name: "targets" | "letters", ...args: string[]): string {
  const env = { ...process.env, DATABASE_URL: stack.databaseUrl, APP_SECRET: stack.secret };
  const run = spawnSync(process.execPath, ["--import", "tsx", `scripts/${name}.ts`, ...args], {
    env,
    encoding: "utf8",
  });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout;
}

/** A page of somebody's own, on a network of their own. */
async function visit(browser: Browser): Promise<Page> {
  const headers = { "x-forwarded-for": freshNetwork() };
  return await (await browser.newContext({ baseURL: stack.origin, extraHTTPHeaders: headers })).newPage();
}

/** When the office gets its next letter: now, or in an hour. */
const next = (when: "0" | "1 hour") =>
  withClient(stack.databaseUrl, (client) =>
    client.query("UPDATE office_gate SET next_at = now() + $1::interval", [when]),
  );

const link = (mail: AcceptedMail["mail"]) =>
  /https?:\/\/[^\s/]+(\/\S+\/letters\/sent\/\S+)/.exec(mail.text ?? "")?.[1] ?? "";

/** The writer's page, once it says so. */
async function untilTitled(page: Page, path: string, title: string): Promise<void> {
  await expect
    .poll(async () => {
      await page.goto(path);
      return await page.locator("h1").textContent();
    })
    .toBe(title);
}

async function mailTo(address: string, nth = 1): Promise<AcceptedMail> {
  const mails = () => provider.accepted.filter(({ mail }) => [mail.to].flat().includes(address));
  await expect.poll(() => mails().length, { message: `a mail to ${address}` }).toBe(nth);
  return mails()[nth - 1] as AcceptedMail;
}

test("Olga looks up the embassy's address, and Žofie's letter goes there by mail, from her and through the campaign", async ({
  browser,
}) => {
  const email = freshAddress("zofie");
  const page = await visit(browser);
  const byMail = page.locator("input[name=channel][value=mail]");

  await chooseSeoul(page);
  await writeLetter(page);
  await goTo(page, "send");
  await expect(byMail).toHaveCount(0);

  command("targets", "check", SEOUL, "--email", OFFICE, "--source", SOURCE);
  command("targets", "pace", SEOUL, "--per-hour", "3600", "--hours", "sun-sat 00:00-24:00");
  await next("1 hour");

  await chooseSeoul(page);
  await writeLetter(page);
  await goTo(page, "send");
  await expect(byMail).toBeChecked();
  const shown = {
    text: await page.locator(".letter-sheet .letter-text").textContent(),
    from: await page.locator(".letter-head dd").first().textContent(),
  };
  await page.locator("input[name=followUp]").check();
  await askForLink(page, email);

  const { mail: asking } = await mailTo(email);
  expect(asking.text).not.toContain(OFFICE);
  const path = link(asking);
  await page.goto(path);
  expect(provider.accepted.filter(({ mail }) => [mail.to].flat().includes(OFFICE))).toEqual([]);
  await act(page, "letter-confirmations").locator("button").click();
  await expect(page.locator("#news")).toBeVisible();
  await expect(page.locator("h1")).toHaveText("Your letter waits for its turn");
  await expectSound(page);
  await next("0");

  const arrived = await mailTo(OFFICE);
  const { from, reply_to: replyTo, to, subject, text, html, headers = {} } = arrived.mail;
  expect([to].flat()).toEqual([OFFICE]);
  expect(from).toMatch(new RegExp(`^"${NAME} – [^"<>]+" <vigil@example\\.org>$`));
  expect(`${shown.from}`.replace(/ <.*/, "")).toBe(from?.replace(/^"|" <.*/g, ""));
  expect([replyTo].flat()).toEqual([expect.stringMatching(/^reply\+[a-z2-7]{26}@example\.org$/)]);
  expect(subject).toMatch(/\S/);
  expect(text?.trimEnd()).toBe(shown.text);
  expect(text).toContain(OWN_WORDS);
  expect(html).toContain("제 할머니도 도망쳤습니다.");
  expect(JSON.stringify(arrived.mail)).not.toContain(email);
  expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain("list-unsubscribe");

  await untilTitled(page, path, "Your letter was sent");
  await expect(act(page, "letter-withdrawals")).toHaveCount(0);
  await expectSound(page);
  const delivered = mailEvent("email.delivered", { emailId: arrived.id, to: OFFICE });
  expect((await postEvent(`${stack.origin}/api/webhooks/resend`, delivered)).status).toBe(200);
  await untilTitled(page, path, "Your letter was delivered");
  await page.goto(`/en/campaigns/${SLUG}/targets/${SEOUL}`);
  await expect(page.locator("main")).toContainText("kr.china-embassy.gov.cn");
  await page.context().close();
  zofie = { email, path, relay: [replyTo].flat()[0] ?? "" };
});

test("the embassy answers Žofie, she tells the team what it says, and a moderator lets everyone know in other words", async ({
  browser,
}) => {
  const { email, path, relay } = zofie;
  const received = provider.receive({
    ...{ from: `Embassy <${OFFICE}>`, to: [relay], subject: "Re: dopis" },
    text: "Dear Ms Łęcka,\n\nnobody is sent back. See https://evil.example/why\n\nChancery",
    attachments: [{ name: "answer.pdf", content: Buffer.from("%PDF-1.7") }],
  });
  const event = JSON.stringify(incomingEvent(received));
  expect((await postEvent(`${stack.origin}/api/webhooks/resend`, event)).status).toBe(200);
  const { mail } = await mailTo(email, 2);
  expect(mail.text).toContain("> nobody is sent back. See hxxps://evil[.]example/why");
  expect(mail.text).not.toContain("/letters/sent/");
  expect(mail).not.toHaveProperty("attachments");

  const page = await visit(browser);
  await page.goto(path);
  await expect(page.locator("main")).toContainText("An answer");
  const form = act(page, "letter-answers");
  await form.locator("input[name=answer][value=form]").check();
  await form.locator("input[name=gist]").fill("Tvrdí, že nikoho nevracejí.");
  await form.locator("input[name=offer]").check();
  await expectSound(page);
  await form.locator("button").click();
  await expect(page.locator("#news")).toBeVisible();

  const heads = command("letters", "replies");
  expect(heads).not.toContain("Tvrdí");
  const told = /^(\S+) .*told: form {2}offered$/m.exec(heads)?.[1] ?? "";
  command("letters", "moderate", told, "show", "--text", "The embassy says that nobody is sent back.");
  const office = `/en/campaigns/${SLUG}/targets/${SEOUL}`;
  await page.goto(office);
  await expect(page.locator("#answers ~ ul .card")).toContainText(
    "The embassy says that nobody is sent back.",
  );
  await expect(page.locator("main")).not.toContainText("Tvrdí");
  await expectSound(page);
  await page.context().close();
});

test("Tomáš threatens, and his letter waits for somebody to look at it", async ({ browser }) => {
  const email = freshAddress("tomas");
  const page = await visit(browser);
  await chooseSeoul(page);
  await writeLetter(page, { name: "Tomáš", own: "We will bomb the embassy." });
  await goTo(page, "send");
  await askForLink(page, email);
  await page.goto(link((await mailTo(email)).mail));
  await act(page, "letter-confirmations").locator("button").click();
  await expect(page.locator("h1")).toHaveText("Your letter waits for somebody to look at it");
  await expectSound(page);
  await page.context().close();
});
