import { spawnSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { type MailProvider, PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import { mailEvent, postEvent, WEBHOOK_SECRET } from "@/lib/testing/mail-provider/events";
import type { AcceptedMail } from "@/lib/testing/mail-provider/read-only";
import { type Stack, startStack } from "../scripts/test/stack";
import { askForLink, chooseSeoul, goTo, NAME, OWN_WORDS, SEOUL, writeLetter } from "./support/letter-writer";
import { act } from "./support/own-signature";
import { freshAddress, freshNetwork, SLUG } from "./support/signer";

/** Made up, at the office's own domain: nothing leaves this machine. */
const OFFICE = "posta@kr.china-embassy.gov.cn";
const SOURCE = "http://kr.china-embassy.gov.cn/contact";

let provider: MailProvider;
let stack: Stack;

test.beforeAll(async () => {
  test.setTimeout(120_000);
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

/** `npm run targets -- …`, as an organizer types it beside the running site. */
function targets(...args: string[]): string {
  const env = { ...process.env, DATABASE_URL: stack.databaseUrl, APP_SECRET: stack.secret };
  const run = spawnSync(process.execPath, ["--import", "tsx", "scripts/targets.ts", ...args], {
    env,
    encoding: "utf8",
  });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout;
}

async function mailTo(address: string): Promise<AcceptedMail> {
  const mails = () => provider.accepted.filter(({ mail }) => [mail.to].flat().includes(address));
  await expect.poll(() => mails().length, { message: `a mail to ${address}`, timeout: 20_000 }).toBe(1);
  return mails()[0] as AcceptedMail;
}

test("Olga looks up the embassy's address, and Žofie's letter goes there by mail, from her and through the campaign", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const email = freshAddress("zofie");
  const context = await browser.newContext({
    baseURL: stack.origin,
    extraHTTPHeaders: { "x-forwarded-for": freshNetwork() },
  });
  const page = await context.newPage();
  const byMail = page.locator("input[name=channel][value=mail]");

  await chooseSeoul(page);
  await writeLetter(page);
  await goTo(page, "send");
  await expect(byMail).toHaveCount(0);

  targets("check", SEOUL, "--email", OFFICE, "--source", SOURCE);
  targets("pace", SEOUL, "--per-hour", "3600", "--hours", "sun-sat 00:00-24:00");

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
  const link = /https?:\/\/[^\s/]+(\/\S+\/letters\/sent\/\S+)/.exec(asking.text ?? "")?.[1] ?? "";
  await page.goto(link);
  expect(provider.accepted.filter(({ mail }) => [mail.to].flat().includes(OFFICE))).toEqual([]);
  await act(page, "letter-confirmations").locator("button").click();
  await expect(page.locator("#news")).toBeVisible();

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

  const title = page.locator("h1");
  await expect
    .poll(async () => {
      await page.goto(link);
      return await title.textContent();
    })
    .toBe("Your letter was sent");
  await expect(act(page, "letter-withdrawals")).toHaveCount(0);
  const delivered = mailEvent("email.delivered", { emailId: arrived.id, to: OFFICE });
  expect((await postEvent(`${stack.origin}/api/webhooks/resend`, delivered)).status).toBe(200);
  await expect
    .poll(async () => {
      await page.goto(link);
      return await title.textContent();
    })
    .toBe("Your letter was delivered");
  await page.goto(`/en/campaigns/${SLUG}/targets/${SEOUL}`);
  await expect(page.locator("main")).toContainText("kr.china-embassy.gov.cn");
  await context.close();
});
