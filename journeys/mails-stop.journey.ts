import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { fillForm, freshAddress, freshNetwork, type Mail, mailsTo, SLUG } from "./support/signer";
import { expectSound } from "./support/sound";

const PHONE = { width: 320, height: 640 };

/** The address at a mail's foot, as a path. */
function neverMailPath(mail: Mail): string {
  const path = /https?:\/\/[^\s/]+(\/\S+\/unsubscribe\/\S+)/.exec(mail.text)?.[1];
  if (!path) throw new Error("no way to end mails in the mail");
  return path;
}

async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.VIGIL_DATABASE_URL });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Within 15 minutes a mailbox gets no second mail anyway; so this one came half an hour ago. */
const agoHalfAnHour = (id: string) =>
  inDatabase((client) =>
    client.query("UPDATE outbox_mail SET sent_at = sent_at - interval '30 minutes' WHERE id = $1", [id]),
  );

/** What became of all mails to the mailbox that one of them went to, oldest first. */
const fates = (id: string) =>
  inDatabase(async (client) => {
    const { rows } = await client.query<{ state: string }>(
      "SELECT state FROM outbox_mail WHERE address_hash = (SELECT address_hash FROM outbox_mail WHERE id = $1) ORDER BY created_at, id",
      [id],
    );
    return rows.map(({ state }) => state);
  });

async function sign(page: Page, email: string, name: string): Promise<string | null> {
  await page.goto(`/en/petitions/${SLUG}`);
  await fillForm(page, { name, email, country: "KR" });
  await page.locator("form[action*=signatures] button").click();
  await expect(page).toHaveURL(new RegExp(`/en/petitions/${SLUG}/check-mail$`));
  return await page.getByRole("main").textContent();
}

const button = (page: Page) => page.locator("form[action*=unsubscribes] button");

async function firstMail(request: APIRequestContext, email: string): Promise<Mail> {
  const [mail] = await mailsTo(request, email);
  if (!mail) throw new Error("no mail");
  return mail;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: PHONE });

    test("Hana never wants to be mailed again, is not, and later allows it again", async ({
      page,
      request,
    }) => {
      await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
      const email = freshAddress("hana");
      const screen = await sign(page, email, "Hana Łęcka");
      const mail = await firstMail(request, email);
      await agoHalfAnHour(mail.id);

      const answer = await page.goto(neverMailPath(mail));
      expect(answer?.headers()).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      });
      await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        PHONE.width,
      );
      await page.reload();
      await expect(button(page)).toHaveCount(1);
      await button(page).focus();
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/changed=never$/);
      await expect(page.locator("input[name=allow]")).toHaveCount(1);

      expect(await sign(page, email, "Józef Łęcki")).toBe(screen);
      await expect.poll(() => fates(mail.id)).toEqual(["sent", "dropped"]);
      expect(await mailsTo(request, email)).toHaveLength(1);

      await page.goto(neverMailPath(mail));
      await button(page).click();
      await expect(page).toHaveURL(/changed=allowed$/);
      await expect(page.locator("input[name=allow]")).toHaveCount(0);
      expect(await sign(page, email, "Marie Łęcka")).toBe(screen);
      expect(await mailsTo(request, email, 2)).toHaveLength(2);
    });
  });
}

test("a mail program's one click ends mails; opening what it names does not", async ({ page, request }) => {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  const email = freshAddress("klik");
  await sign(page, email, "Klára Łęcka");
  const mail = await firstMail(request, email);
  const token = neverMailPath(mail).split("/").at(-1);
  const address = `/api/v1/unsubscribes?token=${token}`;
  await page.goto(address);
  await expect(page).toHaveURL(new RegExp(`/en/unsubscribe/${token}$`));
  await expect(page.locator("input[name=allow]")).toHaveCount(0);
  const clicked = await request.post(address, {
    multipart: { "List-Unsubscribe": "One-Click" },
    maxRedirects: 0,
  });
  expect(clicked.status()).toBe(200);
  await page.reload();
  await expect(page.locator("input[name=allow]")).toHaveCount(1);
  const wrong = await request.fetch("/api/v1/unsubscribes", { method: "PUT" });
  expect([wrong.status(), wrong.headers().allow]).toEqual([405, "POST, GET, HEAD"]);
});

test("axe finds nothing before, after and at an unknown address", async ({ page, request }) => {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  const email = freshAddress("axe");
  await sign(page, email, "Äxe");
  const path = neverMailPath(await firstMail(request, email));
  await page.goto(path.replace("/en/", "/ru/"));
  await expectSound(page);
  await button(page).click();
  await expect(page).toHaveURL(/\/ru\/.*changed=never$/);
  await expectSound(page);
  await page.goto(`${path.slice(0, -6)}AAAAAA`);
  await expect(button(page)).toHaveCount(0);
  await expectSound(page);
});
