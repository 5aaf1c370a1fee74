import { expect, test } from "@playwright/test";
import { count, fillForm, freshAddress, freshNetwork, linkIn, mailsTo, SLUG } from "./support/signer";

const PHONE = { width: 320, height: 640 };

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: PHONE });

    test("Suzie reads, signs on a small phone, confirms by mail and is counted within ten seconds", async ({
      page,
      request,
    }) => {
      await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
      const email = freshAddress("suzie");
      await page.goto(`/en/campaigns/${SLUG}`);
      await page.locator(`a[href="/en/petitions/${SLUG}"]`).first().click();
      await fillForm(page, { name: "Süzie Łęcka 李", email, country: "KR" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        PHONE.width,
      );
      await page.locator("form[action*=signatures] button").click();
      await expect(page).toHaveURL(new RegExp(`/en/petitions/${SLUG}/check-mail$`));
      const [mail] = await mailsTo(request, email);
      if (!mail) throw new Error("no mail");
      expect(mail.html).toContain("confirm/");
      const before = await count(request);
      await page.goto(linkIn(mail));
      await expect(page.getByText("Süzie Łęcka 李")).toBeVisible();
      expect(await count(request)).toBe(before);
      await page.locator("form[action*=confirmations] button").click();
      await expect(page).toHaveURL(new RegExp(`/en/petitions/${SLUG}/signed$`));
      await expect.poll(() => count(request), { timeout: 10_000 }).toBeGreaterThan(before);
      await page.goto(linkIn(mail));
      await expect(page.locator("form[action*=confirmations]")).toHaveCount(0);
    });

    test("Jo mistypes and is told what to mend, with everything still there", async ({ page }) => {
      await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
      await page.goto(`/en/petitions/${SLUG}`);
      await page.locator("form[action*=signatures]").evaluate((form) => form.setAttribute("novalidate", ""));
      await page.locator("input[name=name]").fill("Jo <script>alert(1)</script>");
      await page.locator("input[name=email]").fill("jo@mailinator.com");
      await page.locator("textarea[name=reason]").fill("Protože na lidech záleží.");
      await page.locator("input[name=display][value=public]").check();
      await page.evaluate(() =>
        (document.querySelector("form[action*=signatures]") as HTMLFormElement).submit(),
      );
      await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
      await expect(page.locator("input[name=email]")).toHaveValue("jo@mailinator.com");
      await expect(page.locator("textarea[name=reason]")).toHaveValue("Protože na lidech záleží.");
      await expect(page.locator("input[name=display][value=public]")).toBeChecked();
      expect(await page.content()).not.toContain("<script>alert(1)");
    });

    test("Min asks to be forgotten and gets a code, once", async ({ page, request }) => {
      await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
      const email = freshAddress("min");
      await page.goto(`/ko/petitions/${SLUG}`);
      await fillForm(page, { email });
      await page.locator("input[name=forgetMe]").check();
      await page.locator("form[action*=signatures] button").click();
      await expect(page).toHaveURL(/\/ko\/.*check-mail$/);
      const [mail] = await mailsTo(request, email);
      if (!mail) throw new Error("no mail");
      await page.goto(linkIn(mail));
      await page.locator("form[action*=confirmations] button").click();
      await expect(page.getByText(/([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/)).toBeVisible();
      expect(page.url()).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-/);
      expect(await (await request.get(`/outbox.json?to=${email}`)).json()).toEqual([]);
    });
  });
}

test("Kim signs by keyboard alone", async ({ page, request }) => {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  const email = freshAddress("kim");
  await page.goto(`/en/petitions/${SLUG}`);
  const focusOn = async (selector: string) => {
    for (let press = 0; press < 150; press += 1) {
      if (await page.locator(selector).evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${selector} cannot be reached by Tab`);
  };
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("href", /^#/);
  await focusOn("input[name=name]");
  await page.keyboard.type("Kim 김");
  await focusOn("input[name=email]");
  await page.keyboard.type(email);
  await focusOn("select[name=country]");
  await page.keyboard.type("South K");
  await focusOn("input[name=display][value=counted]");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("input[name=display][value=initials]")).toBeChecked();
  await focusOn("input[name=consent]");
  await page.keyboard.press("Space");
  await focusOn("form[action*=signatures] button");
  expect(
    await page.locator("input[name=website]").evaluate((trap) => (trap as HTMLInputElement).tabIndex),
  ).toBe(-1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/check-mail$/);
  const [mail] = await mailsTo(request, email);
  await page.goto(linkIn(mail ?? { id: "", to: "", subject: "", text: "", html: "", at: "" }));
  await focusOn("form[action*=confirmations] button");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/signed$/);
});

test("three people on one mailbox hear the same on screen, and the mailbox gets one mail at a time", async ({
  request,
}) => {
  const email = freshAddress("home");
  const sign = (name: string) =>
    request.post(`/api/v1/petitions/${SLUG}/signatures`, {
      data: { email, name, consent: "on" },
      headers: { "x-forwarded-for": freshNetwork() },
    });
  const answers = [];
  for (const name of ["Anna", "Břetislav", "Čeněk", "Anna"]) {
    const answer = await sign(name);
    answers.push([answer.status(), await answer.text()]);
  }
  expect(new Set(answers.map(String)).size).toBe(1);
  expect(answers[0]?.[0]).toBe(202);
  await mailsTo(request, email);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await mailsTo(request, email)).toHaveLength(1);
});
