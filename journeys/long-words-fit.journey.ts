import { expect, type Page, test } from "@playwright/test";
import { freshNetwork, linkIn, mailsTo, SIGNATURES, SLUG } from "./support/signer";

test.use({ viewport: { width: 320, height: 800 } });

/** 254 characters, the most that an address may have (RFC 5321, 4.5.3.1.3). */
function longestAddress(): string {
  const domain = `${`${"b".repeat(60)}.`.repeat(3)}example.org`;
  const unique = `w${Date.now()}${Math.random().toString(36).slice(2, 8)}`;
  return `${unique.padEnd(254 - domain.length - 1, "w")}@${domain}`;
}

async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
}

test("Wolfeschlegel, whose name is one long word, sees all of it before confirming", async ({
  page,
  request,
}) => {
  const email = longestAddress();
  const name = "W".repeat(100);
  const sent = await request.post(SIGNATURES, {
    data: { email, name, country: "DE", display: "public", reason: "ß".repeat(500), consent: "on" },
    headers: { "x-forwarded-for": freshNetwork() },
  });
  expect(sent.status()).toBe(202);
  const [mail] = await mailsTo(request, email);
  if (!mail) throw new Error("no mail");
  await page.goto(linkIn(mail));
  await expect(page.getByText(name)).toBeVisible();
  await expectToFit(page);
  await page.goto("/outbox");
  await expect(page.getByText(email).first()).toBeVisible();
  await expectToFit(page);
});

test("a suggestion for a long address stays on the screen", async ({ page }) => {
  await page.goto(`/en/petitions/${SLUG}`);
  await page.locator("#email").fill(`${"w".repeat(60)}@gmial.com`);
  await page.locator("#email").blur();
  await expect(page.locator(".suggestion")).toBeVisible();
  await expectToFit(page);
});

test("Wanda's confirmation says in her language what has changed since she looked", async ({
  page,
  request,
}) => {
  const email = longestAddress();
  await request.post(SIGNATURES, {
    data: { email, name: "Ванда", consent: "on", locale: "ru" },
    headers: { "x-forwarded-for": freshNetwork() },
  });
  const [mail] = await mailsTo(request, email);
  if (!mail) throw new Error("no mail");
  await page.goto(linkIn(mail));
  await expect(page.locator("form input[name=locale]")).toHaveValue("ru");
  await expect(page.locator("form input[name=shown]")).not.toHaveValue("");
  await expect(page.getByText("Данные изменились")).toHaveCount(0);
  await page.goto(`${linkIn(mail)}?changed=1`);
  await expect(page.getByRole("heading", { name: "Данные изменились" })).toBeVisible();
});
