import { expect, test } from "@playwright/test";
import { act, agoHalfAnHour, counts, ownLink, signAndConfirm, storedBehind } from "./support/own-signature";
import { freshNetwork, mailsTo, SLUG } from "./support/signer";
import { expectSound } from "./support/sound";

const PHONE = { width: 360, height: 740 };

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: PHONE });

    test("Žofie sees what is stored, is shown otherwise, stops news, withdraws and thinks better of it", async ({
      page,
      request,
    }) => {
      const { email } = await signAndConfirm(page, request, "zofie", { display: "public", updates: true });
      const path = await ownLink(page, request, email);
      const answer = await page.goto(path);
      expect(answer?.headers()).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      });
      await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        PHONE.width,
      );
      for (const stored of ["Žofie Łęcka 李", email, "South Korea"])
        await expect(page.locator("dd", { hasText: stored })).toBeVisible();
      expect(await storedBehind(path)).toMatchObject({
        state: "confirmed",
        display: "public",
        updates: true,
      });

      await act(page, "displays").locator("input[value=initials]").check();
      await act(page, "displays").locator("button").click();
      await expect(page).toHaveURL(/changed=changed$/);
      await act(page, "news-stops").locator("button").click();
      await expect(page).toHaveURL(/changed=stopped$/);
      expect(await storedBehind(path)).toMatchObject({ display: "initials", updates: false });
      await act(page, "news-stops").locator("button").click();
      await expect(page).toHaveURL(/changed=allowed$/);

      const before = await counts(request);
      await act(page, "withdrawals").locator("input[name=sure]").check();
      await act(page, "withdrawals").locator("button").click();
      await expect(page).toHaveURL(/changed=withdrawn$/);
      expect(await storedBehind(path)).toMatchObject({ state: "withdrawn", place: null });
      await expect
        .poll(async () => (await counts(request)).withdrawn, { timeout: 10_000 })
        .toBeGreaterThan(before.withdrawn);
      await expect(act(page, "displays")).toHaveCount(0);
      await page.locator("form:has(input[name=undo]) button").click();
      await expect(page).toHaveURL(/changed=confirmed$/);
      expect(await storedBehind(path)).toMatchObject({ state: "confirmed", place: 1, updates: true });
      await page.goto(`/en/petitions/${SLUG}`);
      expect(await page.content()).not.toContain("Žofie");
    });

    test("Erik erases himself and stays counted, then not even that", async ({ page, request }) => {
      const { email } = await signAndConfirm(page, request, "erik", { name: "Érik Øst" });
      const path = await ownLink(page, request, email);
      await page.goto(path);
      await act(page, "erasures").evaluate((form) => form.setAttribute("novalidate", ""));
      await page.evaluate(() =>
        (document.querySelector("form[action='/api/v1/erasures']") as HTMLFormElement).submit(),
      );
      await expect(page.locator("#news")).toBeVisible();
      expect((await storedBehind(path)).email_enc).not.toBeNull();

      await page.goto(path);
      await act(page, "erasures").locator("input[name=sure]").check();
      await act(page, "erasures").locator("button").click();
      await expect(page).toHaveURL(/changed=erased$/);
      await expect(page.getByText(email)).toHaveCount(0);
      await expect(page.getByText("Érik Øst")).toHaveCount(0);
      expect(await storedBehind(path)).toMatchObject({ state: "confirmed", name_enc: null, email_enc: null });
      expect(await (await request.get(`/outbox.json?to=${email}`)).json()).toEqual([]);

      await act(page, "withdrawals").locator("input[name=sure]").check();
      await act(page, "withdrawals").locator("button").click();
      expect(await storedBehind(path)).toMatchObject({
        state: "withdrawn",
        email_hash: null,
        name_hash: null,
      });
      await expect(act(page, "withdrawals")).toHaveCount(0);
    });

    test("Min was forgotten and withdraws with the code that was shown once", async ({ page, request }) => {
      const { code, email } = await signAndConfirm(page, request, "min", { forgetMe: true });
      await page.locator(`a[href="/en/petitions/${SLUG}/manage"]`).click();
      await page.locator("input[name=code]").fill("0000 0000 0000 0000");
      await page.locator("form:has(input[name=code]) button").click();
      await expect(page.locator("#errors")).toBeVisible();
      await expect(page.locator("input[name=code]")).toHaveAttribute("aria-invalid", "true");
      await page.locator("input[name=code]").fill(code.toLowerCase().replaceAll("-", " "));
      await page.locator("form:has(input[name=code]) button").click();
      await expect(page).toHaveURL(/\/en\/signatures\/[\w-]{50}$/);
      expect(page.url()).not.toContain(code);
      const path = new URL(page.url()).pathname;
      await expect(page.getByText(email)).toHaveCount(0);
      await expect(act(page, "erasures")).toHaveCount(0);
      await act(page, "withdrawals").locator("input[name=sure]").check();
      await act(page, "withdrawals").locator("button").click();
      await expect(page).toHaveURL(/changed=withdrawn$/);
      expect(await storedBehind(path)).toMatchObject({ state: "withdrawn", email_hash: null, place: null });
      await expect(page.locator("input[name=undo]")).toHaveCount(0);
    });
  });
}

test("Kim withdraws by keyboard alone", async ({ page, request }) => {
  const { email } = await signAndConfirm(page, request, "kim");
  const path = await ownLink(page, request, email);
  await page.goto(path);
  const focusOn = async (selector: string) => {
    for (let press = 0; press < 100; press += 1) {
      if (await page.locator(selector).evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${selector} cannot be reached by Tab`);
  };
  await focusOn("#withdraw-sure");
  await page.keyboard.press("Space");
  await focusOn("form[action='/api/v1/withdrawals'] button");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/changed=withdrawn$/);
  await focusOn("form:has(input[name=undo]) button");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/changed=confirmed$/);
  expect(await storedBehind(path)).toMatchObject({ state: "confirmed" });
});

test("Dana downloads all of it as a file", async ({ page, request }) => {
  const { email } = await signAndConfirm(page, request, "dana", { name: "Dana Łęcká" });
  const path = await ownLink(page, request, email);
  await page.goto(path);
  const started = page.waitForEvent("download");
  await act(page, "downloads").locator("button").click();
  const download = await started;
  expect(download.suggestedFilename()).toBe("signature.json");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const { signature } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  expect(signature).toMatchObject({ name: "Dana Łęcká", email, country: "KR", state: "confirmed" });
});

test("opening, reloading and previewing changes nothing; after its hour a link says so", async ({
  page,
  request,
}) => {
  const { email } = await signAndConfirm(page, request, "stara");
  const path = await ownLink(page, request, email);
  const stored = await storedBehind(path);
  for (let look = 0; look < 3; look += 1) await page.goto(path);
  for (const changed of ["withdrawn", "erased", "confirmed"]) await page.goto(`${path}?changed=${changed}`);
  expect(await storedBehind(path)).toEqual(stored);
  await page.goto(`${path.slice(0, -6)}AAAAAA`);
  await expect(page.locator("form")).toHaveCount(0);
  await expectSound(page);
  expect((await request.get(path)).status()).toBe(200);
});

test("axe finds nothing on the pages of one's own signature, in three languages", async ({
  page,
  request,
}) => {
  const { email } = await signAndConfirm(page, request, "axe", { display: "public", updates: true });
  const path = (await ownLink(page, request, email)).replace(/^\/en/, "");
  for (const locale of ["en", "ko", "ru"])
    for (const address of [`/petitions/${SLUG}/manage`, `/petitions/${SLUG}/manage?sent=1`, path]) {
      await page.goto(`/${locale}${address}`);
      await expectSound(page, { colours: locale === "en" });
    }
});

test("asking for a link with no address says what to mend, and says the same for every address", async ({
  page,
}) => {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  const screens = [];
  for (const address of ["nobody.ever@example.org", "somebody.else@example.org"]) {
    await page.goto(`/en/petitions/${SLUG}/manage`);
    await page.locator("input[name=email]").fill(address);
    await page.locator("form:has(input[name=email]) button").click();
    await expect(page).toHaveURL(/sent=1$/);
    screens.push(await page.getByRole("main").textContent());
  }
  expect(screens[0]).toBe(screens[1]);
  await page.locator("form:has(input[name=email])").evaluate((form) => form.setAttribute("novalidate", ""));
  await page.locator("input[name=email]").fill("not an address");
  await page.locator("form:has(input[name=email]) button").click();
  await expect(page.locator("input[name=email]")).toHaveValue("not an address");
  await expect(page.locator("input[name=email]")).toHaveAttribute("aria-invalid", "true");
  await expectSound(page);
});

test("a second signature of the mailbox has its own link, and a sign-up that waits can be deleted", async ({
  page,
  request,
}) => {
  const { email } = await signAndConfirm(page, request, "domov", { name: "Anna" });
  await request.post(`/api/v1/petitions/${SLUG}/signatures`, {
    data: { email, name: "Břetislav", consent: "on" },
    headers: { "x-forwarded-for": freshNetwork() },
  });
  for (const mail of await mailsTo(request, email, 2)) await agoHalfAnHour(mail);
  await ownLink(page, request, email, 3);
  const [mail] = await mailsTo(request, email, 3);
  const links = [...(mail?.text ?? "").matchAll(/\/en\/signatures\/\S+/g)].map(([path]) => path);
  expect(links).toHaveLength(2);
  expect(mail?.text).not.toMatch(/Anna|Břetislav/);
  const waiting = links[1] ?? "";
  await page.goto(waiting);
  await expect(page.locator("dd", { hasText: "Břetislav" })).toBeVisible();
  await act(page, "withdrawals").locator("input[name=sure]").check();
  await act(page, "withdrawals").locator("button").click();
  await expect(page).toHaveURL(/changed=erased$/);
  expect(await storedBehind(waiting)).toEqual({});
  await expect(page.locator("form")).toHaveCount(0);
  await expectSound(page);
  expect(await storedBehind(links[0] ?? "")).toMatchObject({ state: "confirmed" });
});
