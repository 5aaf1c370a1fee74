import { expect, test } from "@playwright/test";
import {
  askForLink,
  chooseSeoul,
  goTo,
  NAME,
  OWN_WORDS,
  ownPage,
  SEOUL,
  writeLetter,
} from "./support/letter-writer";
import { act } from "./support/own-signature";
import { freshAddress, freshNetwork, SLUG } from "./support/signer";

test.beforeEach(({ page }) => page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() }));

test("what Ania sees while she ticks and types is what she gets, and it stays in her browser until it is sent", async ({
  page,
}) => {
  const sent: string[] = [];
  await chooseSeoul(page);
  await page.waitForLoadState("networkidle");
  // A browser asks for the icon when it has time.
  page.on("request", (asked) => new URL(asked.url()).pathname !== "/favicon.svg" && sent.push(asked.url()));
  for (const box of await page.locator("input[name^=topic-], input[name^=demand-]").all()) await box.check();
  await page.locator("textarea[name=own]").fill(OWN_WORDS);
  await page.locator("input[name=name]").fill(NAME);
  const preview = (await page.locator("[data-preview-text]").textContent()) ?? "";
  await expect(page.locator(".draft-line")).toBeVisible();
  expect(sent).toEqual([]);
  await page.goto(`/en/letters/${SLUG}?target=${SEOUL}`);
  await expect(page.locator("textarea[name=own]")).toHaveValue(OWN_WORDS);
  await goTo(page, "letter");
  const text = await page.locator("textarea[name=text]").inputValue();
  expect(preview.startsWith(`${text}\n`)).toBe(true);
  await page.locator("textarea[name=text]").fill(`${text} Ania.`);
  await page.goto(`/en/letters/${SLUG}?target=${SEOUL}`);
  await page.locator("button[name=keep]").click();
  await expect(page.locator("textarea[name=text]")).toHaveValue(`${text} Ania.`);
  await page.locator(".draft-line button").click();
  await page.goto(`/en/letters/${SLUG}?target=${SEOUL}`);
  await expect(page.locator("textarea[name=own]")).toHaveValue("");
  expect(await page.evaluate(() => window.localStorage.length)).toBe(0);
  await writeLetter(page);
  await goTo(page, "send");
  expect(await page.evaluate(() => window.localStorage.length)).toBe(1);
  await page.locator(".draft-line button").click();
  expect(await page.evaluate(() => window.localStorage.length)).toBe(0);
});

test("a draft stays while an address may be wrong, and is gone once its letter is confirmed or two days are over", async ({
  page,
  request,
}) => {
  const kept = () => page.evaluate(() => window.localStorage.length);
  const email = freshAddress("draft");
  await chooseSeoul(page);
  const text = await writeLetter(page);
  await goTo(page, "send");
  await askForLink(page, freshAddress("drfat"));
  await page.locator(".draft-line a").click();
  await page.locator("button[name=keep]").click();
  await expect(page.locator("textarea[name=text]")).toHaveValue(text);
  await goTo(page, "send");
  await askForLink(page, email);
  expect(await kept()).toBe(1);
  await page.goto(await ownPage(request, email));
  expect(await kept()).toBe(1);
  await act(page, "letter-confirmations").locator("button").click();
  await expect(page.locator("#news")).toBeVisible();
  await expect.poll(kept).toBe(0);
  const confirmed = page.url();
  await page.goto(`/en/letters/${SLUG}?target=${SEOUL}`);
  await page.locator("textarea[name=own]").fill(OWN_WORDS);
  await page.goto(confirmed);
  expect(await kept()).toBe(1);
  await page.evaluate(() => {
    const sentAt = Date.now() - 49 * 3_600_000;
    localStorage.clear();
    localStorage.setItem("letter-draft another", JSON.stringify({ target: "x", sentAt }));
    localStorage.setItem("letter-draft unsent", JSON.stringify({ target: "x" }));
  });
  await page.goto(`/en/letters/${SLUG}`);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual(["letter-draft unsent"]);
});
